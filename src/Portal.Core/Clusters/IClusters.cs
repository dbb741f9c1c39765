using Portal.Core.Access;

namespace Portal.Core.Clusters;

/// <summary>The feature service of clusters. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IClusters
{
    /// <summary>One page, filtered and sorted in the database.</summary>
    Task<ClusterPage> ListAsync(ClusterQuery query, Actor actor, CancellationToken cancellationToken);

    /// <summary>How many clusters each value of each facet has, under the query's filters of the other facets.</summary>
    Task<ClusterFacets> FacetsAsync(ClusterQuery query, Actor actor, CancellationToken cancellationToken);

    Task<ClusterDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>By name, for links that people write.</summary>
    Task<ClusterDetail> GetByNameAsync(string name, Actor actor, CancellationToken cancellationToken);

    /// <summary>Nodes and conditions as last read.</summary>
    Task<ClusterInventory?> GetInventoryAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>The latest 200 changes of state, newest first.</summary>
    Task<IReadOnlyList<ClusterHealthEvent>> ListHealthEventsAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>The newest 200 Kubernetes events of the member, asked live with a deadline of 5 s.</summary>
    Task<IReadOnlyList<MemberEvent>> ListMemberEventsAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Fleet, kind, provider, region, zone, labels, taints.</summary>
    Task UpdateAsync(Guid id, ClusterEdit edit, uint version, Actor actor, CancellationToken cancellationToken);

    /// <summary>Starts an operation that removes all that join created; ends with a receipt. Returns the operation's id.</summary>
    Task<Guid> LeaveAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Totals for the overview.</summary>
    Task<EstateSummary> SummariseAsync(Actor actor, CancellationToken cancellationToken);
}
