using Portal.Core.Clusters;

namespace Portal.Benchmarks.Listing;

/// <summary>One question to the list of clusters, in the three ways that it is asked.</summary>
/// <param name="Address">The query of the REST API and of the page.</param>
/// <param name="Sql">What somebody would type into psql: a count and a page of rows, without the portal around it.</param>
internal sealed record ListCase(string Name, string Address, ClusterQuery Query, string Sql)
{
    private const string Columns =
        """
        c.id, c.name, c.fleet_id, f.name, c.kind, c.provider, c.region, c.zone, c.state, c.state_since, c.state_reason, c.last_seen_at,
        c.kubernetes_version, c.nodes, c.nodes_ready, c.cpu_allocatable, c.cpu_requested, c.memory_allocatable, c.memory_requested
        """;

    public static IReadOnlyList<ListCase> All { get; } =
    [
        Make("list, first page", "take=50", new() { Take = 50 }, "true", "c.name"),
        Make("list, page 91 by last seen", "take=50&skip=4500&sort=LastSeen", new() { Take = 50, Skip = 4500, Sort = ClusterSort.LastSeen }, "true", "c.last_seen_at IS NULL, c.last_seen_at, c.name", 4500),
        Make("filter, provider and state", "take=50&provider=azure&state=Degraded", new() { Take = 50, Providers = ["azure"], States = [ClusterState.Degraded] }, "c.provider = 'azure' AND c.state = 'Degraded'", "c.name"),
        Make("search, one hit", "take=50&search=-1234", new() { Take = 50, Search = "-1234" }, "c.search_text LIKE '%-1234%'", "c.name"),
        Make("search, a third of all", "take=50&search=env%3Dprod", new() { Take = 50, Search = "env=prod" }, "c.search_text LIKE '%env=prod%'", "c.name"),
        Make("search, two words", "take=50&search=cn-north+prod", new() { Take = 50, Search = "cn-north prod" }, "c.search_text LIKE '%cn-north%' AND c.search_text LIKE '%prod%'", "c.name"),
        Make("search, none", "take=50&search=nowhere", new() { Take = 50, Search = "nowhere" }, "c.search_text LIKE '%nowhere%'", "c.name"),
    ];

    private static ListCase Make(string name, string address, ClusterQuery query, string where, string order, int skip = 0) => new(
        name,
        address,
        query,
        $"SELECT count(*) FROM clusters AS c WHERE {where}; SELECT {Columns} FROM clusters AS c JOIN fleets AS f ON f.id = c.fleet_id WHERE {where} ORDER BY {order} LIMIT 50 OFFSET {skip}");
}
