using System.Text.Json.Serialization;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Rebalance;
using Portal.Core.Distribution.Sources.Sync;

namespace Portal.Core.Distribution.Applications;

/// <summary>What an application is to be: the content of a revision.</summary>
/// <param name="Source">Manifests: one or more YAML documents.</param>
/// <param name="Placement">As a PropagationPolicy's spec.placement; null for every cluster of the fleet.</param>
/// <param name="Overrides">As the rules of OverridePolicies; null for none.</param>
/// <param name="Note">What the person says of it.</param>
public sealed record ApplicationContent(
    string Source,
    PlacementPolicy? Placement = null,
    IReadOnlyList<OverrideRule>? Overrides = null,
    ConflictResolution ConflictResolution = ConflictResolution.Abort,
    string Note = "")
{
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

    [JsonIgnore]
    public ApplicationPolicy Policy => new()
    {
        Placement = Placement ?? new PlacementPolicy(),
        Overrides = Overrides ?? [],
        ConflictResolution = ConflictResolution,
        Priority = Priority,
        Preemption = Preemption,
        PropagateDeps = PropagateDeps,
        SelfHeal = SelfHeal,
        Failover = Failover,
        Rebalance = Rebalance,
    };

    /// <summary>Manifests under a policy as a whole.</summary>
    public static ApplicationContent Of(string source, ApplicationPolicy policy, string note) =>
        new(source, policy.Placement, policy.Overrides, policy.ConflictResolution, note)
        {
            Priority = policy.Priority,
            Preemption = policy.Preemption,
            PropagateDeps = policy.PropagateDeps,
            SelfHeal = policy.SelfHeal,
            Failover = policy.Failover,
            Rebalance = policy.Rebalance,
        };

    /// <summary>Without the source: it may hold secrets.</summary>
    public override string ToString() => nameof(ApplicationContent);
}

/// <summary>A new application, with its first revision.</summary>
/// <param name="ControlPlaneId">The cluster by which the Karmada is reached that delivers it; null where the portal does.</param>
/// <param name="From">Where its manifests come from; null where the content has them. The first sync makes the first revision.</param>
public sealed record ApplicationRequest(
    string Name, Guid FleetId, ApplicationContent Content, string Description = "", Guid? ControlPlaneId = null, SourceRequest? From = null);

/// <summary>Which applications.</summary>
public sealed record ApplicationQuery
{
    /// <summary>Matched in name and description, without case.</summary>
    public string Search { get; init; } = "";

    public Guid? FleetId { get; init; }

    public int Skip { get; init; }

    /// <summary>1 to 500.</summary>
    public int Take { get; init; } = 50;
}
