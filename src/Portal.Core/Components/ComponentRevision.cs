namespace Portal.Core.Components;

/// <summary>One helm revision of a release: what to roll back to.</summary>
public sealed class ComponentRevision
{
    /// <summary>The action of revisions that helm had when the release was adopted.</summary>
    public const string Adopt = "adopt";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ReleaseId { get; init; }

    /// <summary>Helm's revision number, from 1.</summary>
    public required int Revision { get; init; }

    public required string Version { get; init; }

    public byte[]? ProtectedValues { get; init; }

    public required Guid OperationId { get; init; }

    public required string ActorName { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>"install", "upgrade", "roll back to N" or "adopt".</summary>
    public required string Action { get; init; }
}
