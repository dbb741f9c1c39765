using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Rebalance;
using Portal.Core.Distribution.Sources.Sync;

namespace Portal.Core.Distribution.Applications;

/// <summary>What an application is, from one moment on. Never changed.</summary>
public sealed class ApplicationRevision
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ApplicationId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>The manifests, encrypted: there may be Secrets among them.</summary>
    public required byte[] ProtectedSource { get; init; }

    /// <summary>What is in the manifests: "apps/v1 Deployment shop/web".</summary>
    public required string[] Objects { get; init; }

    public required ApplicationPolicy Policy { get; init; }

    /// <summary>What the person says of it; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>From where the manifests came; null when a person gave them.</summary>
    public SourceOrigin? Origin { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }
}

/// <summary>Where an application runs, and how it differs from cluster to cluster.</summary>
public sealed record ApplicationPolicy
{
    public PlacementPolicy Placement { get; init; } = new();

    public IReadOnlyList<OverrideRule> Overrides { get; init; } = [];

    public ConflictResolution ConflictResolution { get; init; } = ConflictResolution.Abort;

    /// <summary>Which policy claims an object that several select, where Karmada delivers; null for 0.</summary>
    public int? Priority { get; init; }

    /// <summary>Whether an object is taken from a policy that has claimed it already, where Karmada delivers; null for never.</summary>
    public Preemption? Preemption { get; init; }

    /// <summary>Whether what workloads refer to goes with them, where Karmada delivers; null for yes.</summary>
    public bool? PropagateDeps { get; init; }

    /// <summary>Whether what has drifted is brought back by itself, fields that others manage included; null for no.</summary>
    public bool? SelfHeal { get; init; }

    /// <summary>What happens when a cluster is lost; null for nothing.</summary>
    public FailoverPolicy? Failover { get; init; }

    /// <summary>What happens when replicas would be better placed; null for nothing.</summary>
    public RebalancePolicy? Rebalance { get; init; }
}

/// <summary>Whether a policy takes objects from others, in Karmada's words.</summary>
public enum Preemption
{
    Never,

    /// <summary>From policies of a lower priority, and from those of the whole cluster.</summary>
    Always,
}

/// <summary>What becomes of an object that is on a cluster already and that somebody else made, in Karmada's words.</summary>
public enum ConflictResolution
{
    /// <summary>The delivery to the cluster fails, and says whose it is.</summary>
    Abort,

    /// <summary>It is made what the application says, but it is never removed with the application.</summary>
    Overwrite,
}
