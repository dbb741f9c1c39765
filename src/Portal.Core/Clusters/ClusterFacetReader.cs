using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Clusters;

/// <summary>
/// Counts every facet in one statement: the table is read once, each row says which facets' filters it passes, and a facet
/// counts the rows that pass all filters but its own.
/// </summary>
internal static class ClusterFacetReader
{
    public static async Task<ClusterFacets> ReadAsync(PortalDbContext db, ClusterQuery query, CancellationToken cancellationToken)
    {
        var patterns = ClusterFilter.Patterns(query.Search);
        string[] states = [.. query.States.Select(state => state.ToString())];
        string[] kinds = [.. query.Kinds.Select(kind => kind.ToString())];
        string[] providers = [.. query.Providers];
        string[] regions = [.. query.Regions];
        string[] versions = [.. query.Versions];
        Guid[] fleets = [.. query.Fleets];

        // No query filter reaches into this statement.
        var isKept = db.OwnTeams is not null;
        Guid[] own = isKept ? await db.Fleets.Select(fleet => fleet.Id).ToArrayAsync(cancellationToken) : [];

        var rows = await db.Database.SqlQuery<FacetRow>(
            $"""
            WITH found AS MATERIALIZED (
                SELECT state, kind, provider, region, kubernetes_version, fleet_id,
                    (cardinality({states}) = 0 OR state = ANY({states}))::int
                    + (cardinality({kinds}) = 0 OR kind = ANY({kinds}))::int * 2
                    + (cardinality({providers}) = 0 OR provider = ANY({providers}))::int * 4
                    + (cardinality({regions}) = 0 OR region = ANY({regions}))::int * 8
                    + (cardinality({versions}) = 0 OR kubernetes_version = ANY({versions}))::int * 16
                    + (cardinality({fleets}) = 0 OR fleet_id = ANY({fleets}))::int * 32 AS passes
                FROM clusters
                WHERE search_text LIKE ALL ({patterns}) AND (NOT {isKept} OR fleet_id = ANY({own})))
            SELECT 'state' AS facet, state::text AS value, count(*)::int AS count FROM found WHERE passes | 1 = 63 GROUP BY state
            UNION ALL
            SELECT 'kind', kind, count(*)::int FROM found WHERE passes | 2 = 63 GROUP BY kind
            UNION ALL
            SELECT 'provider', provider, count(*)::int FROM found WHERE passes | 4 = 63 GROUP BY provider
            UNION ALL
            SELECT 'region', region, count(*)::int FROM found WHERE passes | 8 = 63 GROUP BY region
            UNION ALL
            SELECT 'version', kubernetes_version, count(*)::int FROM found WHERE passes | 16 = 63 GROUP BY kubernetes_version
            UNION ALL
            SELECT 'fleet', fleet_id::text, count(*)::int FROM found WHERE passes | 32 = 63 GROUP BY fleet_id
            """).ToListAsync(cancellationToken);

        var byFacet = rows.ToLookup(row => row.Facet);
        return new ClusterFacets(
            byFacet["state"].ToDictionary(row => Enum.Parse<ClusterState>(row.Value), row => row.Count),
            byFacet["kind"].ToDictionary(row => Enum.Parse<ClusterKind>(row.Value), row => row.Count),
            byFacet["provider"].ToDictionary(row => row.Value, row => row.Count),
            byFacet["region"].ToDictionary(row => row.Value, row => row.Count),
            byFacet["version"].ToDictionary(row => row.Value, row => row.Count),
            byFacet["fleet"].ToDictionary(row => Guid.Parse(row.Value), row => row.Count));
    }

    private sealed record FacetRow(string Facet, string Value, int Count);
}
