using System.Text.Json;

namespace Portal.Core.Operations;

/// <summary>What a running step knows and may write. Every write is fenced by the worker's lease.</summary>
public abstract class StepContext
{
    public required Guid OperationId { get; init; }

    public required string Kind { get; init; }

    /// <summary><see cref="Guid.Empty"/> for an operation on the portal itself.</summary>
    public required Guid ClusterId { get; init; }

    public required string ClusterName { get; init; }

    public required string? Component { get; init; }

    public required JsonDocument? Parameters { get; init; }

    /// <summary>The step's own attempt, from 1, over all restarts.</summary>
    public required int Attempt { get; init; }

    public required string ActorName { get; init; }

    /// <summary>The parameters as <typeparamref name="T"/>; throws when the operation has none.</summary>
    public T Read<T>() => (Parameters ?? throw new InvalidOperationException($"Operation {OperationId} has no parameters."))
        .Deserialize<T>(JsonSerializerOptions.Web)!;

    /// <summary>The step's checkpoint, or null at the first attempt.</summary>
    public abstract T? Checkpoint<T>() where T : class;

    /// <summary>Stores what is done so far. Throws OperationCanceledException when the lease is lost: stop at once.</summary>
    public abstract Task SaveCheckpointAsync<T>(T checkpoint, CancellationToken cancellationToken) where T : class;

    /// <summary>Sets the step's one-line message in the timeline.</summary>
    public abstract Task ReportAsync(string message, CancellationToken cancellationToken);

    /// <summary>Sets the operation's result (merged at the top level into what earlier steps set).</summary>
    public abstract Task SaveResultAsync<T>(T result, CancellationToken cancellationToken) where T : class;

    /// <summary>Appends a line to the log; redacted, batched, never blocks on the database.</summary>
    public abstract void Log(LineLevel level, string text);

    public void Info(string text) => Log(LineLevel.Info, text);

    public void Warn(string text) => Log(LineLevel.Warning, text);

    /// <summary>Adds a value that must never appear in this operation's log, message, error or result.</summary>
    public abstract void Hide(string secret);

    /// <summary>Ends the step as skipped with this message instead of succeeded.</summary>
    public abstract void Skip(string why);
}
