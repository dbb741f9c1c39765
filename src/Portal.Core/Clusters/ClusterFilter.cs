using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Clusters;

/// <summary>Turns a <see cref="ClusterQuery"/> into conditions and an order that the database works out.</summary>
internal static class ClusterFilter
{
    /// <summary>The words of a search; a cluster must match each of them.</summary>
    public static string[] Patterns(string search) =>
    [
        .. search.ToLowerInvariant()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(SearchPattern.Containing),
    ];

    public static IQueryable<Cluster> Where(this IQueryable<Cluster> clusters, ClusterQuery query)
    {
        foreach (var pattern in Patterns(query.Search))
        {
            clusters = clusters.Where(cluster => EF.Functions.Like(EF.Property<string>(cluster, ClusterTable.SearchText), pattern, @"\"));
        }

        if (query.Fleets.Count > 0)
        {
            clusters = clusters.Where(cluster => query.Fleets.Contains(cluster.FleetId));
        }

        if (query.States.Count > 0)
        {
            clusters = clusters.Where(cluster => query.States.Contains(cluster.State));
        }

        if (query.Kinds.Count > 0)
        {
            clusters = clusters.Where(cluster => query.Kinds.Contains(cluster.Kind));
        }

        if (query.Providers.Count > 0)
        {
            clusters = clusters.Where(cluster => query.Providers.Contains(cluster.Provider));
        }

        if (query.Regions.Count > 0)
        {
            clusters = clusters.Where(cluster => query.Regions.Contains(cluster.Region));
        }

        return query.Versions.Count > 0 ? clusters.Where(cluster => query.Versions.Contains(cluster.KubernetesVersion)) : clusters;
    }

    /// <summary>Sorts, by name where the column says the same; what is not known comes last in either direction.</summary>
    public static IQueryable<Cluster> Sort(this IQueryable<Cluster> clusters, ClusterSort sort, bool descending) => sort switch
    {
        ClusterSort.State => clusters.By(cluster => cluster.State, descending),
        ClusterSort.Provider => clusters.By(cluster => cluster.Provider, descending),
        ClusterSort.Region => clusters.By(cluster => cluster.Region, descending),
        ClusterSort.Version => clusters.By(
            cluster => EF.Functions.Collate(cluster.KubernetesVersion, ClusterTable.NaturalOrder), descending),
        ClusterSort.Nodes => clusters.OrderBy(cluster => cluster.Nodes == null).Then(cluster => cluster.Nodes, descending),
        ClusterSort.CpuRequested => clusters.OrderBy(cluster => cluster.CpuRequested == null)
            .Then(cluster => cluster.CpuRequested, descending),
        ClusterSort.MemoryRequested => clusters.OrderBy(cluster => cluster.MemoryRequested == null)
            .Then(cluster => cluster.MemoryRequested, descending),
        ClusterSort.LastSeen => clusters.OrderBy(cluster => cluster.LastSeenAt == null)
            .Then(cluster => cluster.LastSeenAt, descending),
        _ => descending ? clusters.OrderByDescending(cluster => cluster.Name) : clusters.OrderBy(cluster => cluster.Name),
    };

    private static IQueryable<Cluster> By<T>(
        this IQueryable<Cluster> clusters, Expression<Func<Cluster, T>> key, bool descending) =>
        (descending ? clusters.OrderByDescending(key) : clusters.OrderBy(key)).ThenBy(cluster => cluster.Name);

    private static IQueryable<Cluster> Then<T>(
        this IOrderedQueryable<Cluster> clusters, Expression<Func<Cluster, T>> key, bool descending) =>
        (descending ? clusters.ThenByDescending(key) : clusters.ThenBy(key)).ThenBy(cluster => cluster.Name);
}
