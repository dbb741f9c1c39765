namespace Portal.Core.Distribution.Delivery;

/// <summary>What a move of the portal's own wants of a placement, beside what the policy says.</summary>
/// <param name="Evict">Clusters from which the application is moved away.</param>
/// <param name="Return">Clusters to which it may go back, although it was moved away from them.</param>
/// <param name="Home">Replicas by workload, by cluster's name, to start from in place of those of now.</param>
/// <param name="Fresh">True to divide replicas anew, wherever they are now.</param>
internal sealed record PlanWish(
    IReadOnlySet<Guid>? Evict = null,
    IReadOnlySet<Guid>? Return = null,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>>? Home = null,
    bool Fresh = false);
