using k8s.Models;

namespace Portal.Core.Distribution.Placement;

/// <summary>What is to be placed.</summary>
public sealed record PlacementRequest
{
    public required PlacementPolicy Policy { get; init; }

    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    /// <summary>0 for what has no replicas (ConfigMap, Service).</summary>
    public int Replicas { get; init; }

    /// <summary>What one replica asks for, by resource name; null when it says nothing.</summary>
    public IReadOnlyDictionary<string, string>? Requests { get; init; }

    /// <summary>The assignment before, in its order.</summary>
    public IReadOnlyList<AssignedReplicas> Previous { get; init; } = [];

    /// <summary>The affinity group that was used before: the search begins there, and an earlier group is not gone back to. Null begins at the first.</summary>
    public string? PreviousGroup { get; init; }

    /// <summary>Clusters that the workload is being moved away from.</summary>
    public IReadOnlyList<string> EvictingFrom { get; init; } = [];

    /// <summary>True when it is found out elsewhere whether a cluster serves the API: then all are taken to.</summary>
    public bool AnyApi { get; init; }

    /// <summary>True to divide anew without regard to <see cref="Previous"/> (a WorkloadRebalancer, a manual reschedule).</summary>
    public bool Fresh { get; init; }

    /// <summary>The UID of the binding, by which Karmada breaks ties; empty breaks them by name.</summary>
    public string BindingUid { get; init; } = "";

    /// <summary>
    /// True to answer what Karmada refuses or passes over for want of an implementation (a spread by provider or zone). Never set
    /// it when Karmada is the engine that delivers: its scheduler decides there.
    /// </summary>
    public bool BeyondKarmada { get; init; }

    /// <summary>Whose rules hold where releases of Karmada differ; the delivering control plane's, so that a preview is what will be.</summary>
    public KarmadaRules Rules { get; init; } = KarmadaRules.Current;

    internal bool HasReplicas => Replicas > 0 || Requests is not null;

    /// <summary>Requests with their integer views; those of zero are left out.</summary>
    internal ResourceDemand[] Demands() =>
        Requests is null ? [] : [.. Requests.Select(pair => new ResourceDemand(pair.Key, new ResourceQuantity(pair.Value).ToDecimal())).Where(demand => demand.Amount > 0)];
}

/// <param name="Replicas">0 for what has none.</param>
public readonly record struct AssignedReplicas(string Cluster, int Replicas);

internal readonly struct ResourceDemand(string resource, decimal amount)
{
    public string Resource { get; } = resource;

    /// <summary>Thousandths for cpu, whole units for everything else, as Karmada's general estimator divides.</summary>
    public long Amount { get; } = resource == "cpu" && Quantity.Whole(amount) > 0 ? Quantity.Thousandths(amount) : Quantity.Whole(amount);

    public bool InThousandths { get; } = resource == "cpu";
}
