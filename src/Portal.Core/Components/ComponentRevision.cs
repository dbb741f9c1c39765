namespace Portal.Core.Components;

/// <summary>One helm revision of a release: what to roll back to.</summary>
public sealed class ComponentRevision
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ReleaseId { get; init; }

    /// <summary>Helm's revision number, from 1.</summary>
    public required int Revision { get; init; }

    public required string Version { get; init; }

    public byte[]? ProtectedValues { get; init; }

    public required Guid OperationId { get; init; }

    public required string ActorName { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>"install", "upgrade" or "roll back to N".</summary>
    public required string Action { get; init; }
}
