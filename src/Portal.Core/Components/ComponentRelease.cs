using Portal.Core.Clusters;

namespace Portal.Core.Components;

/// <summary>A component that the portal installed on a cluster.</summary>
public sealed class ComponentRelease
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ClusterId { get; init; }

    public Cluster? Cluster { get; init; }

    /// <summary>The name of the catalogue entry.</summary>
    public required string Component { get; init; }

    public required string ReleaseName { get; init; }

    public required string Namespace { get; init; }

    /// <summary>The chart version that runs, or is being installed.</summary>
    public required string Version { get; set; }

    /// <summary>Helm's revision number; 0 before the first install ended.</summary>
    public int Revision { get; set; }

    public ReleaseState State { get; set; } = ReleaseState.Installing;

    public DateTimeOffset StateSince { get; set; }

    public string StateReason { get; set; } = "";

    /// <summary>The values that the person gave (YAML), encrypted: charts take passwords as values.</summary>
    public byte[]? ProtectedValues { get; set; }

    /// <summary>What systems said of its values when helm last applied them (JSON), encrypted; null where it was a part of none.</summary>
    public byte[]? ProtectedLayer { get; set; }

    /// <summary>The system that brought it, and takes it along; null for what was asked for by itself.</summary>
    public Guid? SystemId { get; set; }

    public required DateTimeOffset InstalledAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public Guid? LastOperationId { get; set; }

    public List<ComponentRevision> Revisions { get; init; } = [];
}
