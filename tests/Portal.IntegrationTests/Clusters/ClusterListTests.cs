using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Fleets;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Clusters;

/// <summary>An estate of 5,000 clusters in a real PostgreSQL.</summary>
public sealed class ClusterListTests(ClusterListTests.LargeEstate estate) : IClassFixture<ClusterListTests.LargeEstate>
{
    private const int Size = 5000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_FirstPage_IsSortedAndCountsAll()
    {
        var page = await estate.Clusters.ListAsync(new ClusterQuery { Take = 25 }, Estate.Viewer, Token);

        Assert.Equal(Size, page.Total);
        Assert.Equal(25, page.Items.Count);
        Assert.Equal("member-00000", page.Items[0].Name);
        Assert.Equal("first", page.Items[0].FleetName);
    }

    [Theory]
    [InlineData("member-0012", 10)]
    [InlineData("MEMBER-00123", 1)]
    [InlineData("env=prod gce", 0)]
    [InlineData("env=test gce", 1250)]
    [InlineData("v1.9", 1667)]
    [InlineData("100%", 0)]
    [InlineData("member_00123", 0)]
    [InlineData("'; drop table clusters; --", 0)]
    public async Task List_Search_MatchesEveryWordAnywhereAndNothingElse(string search, int expected)
    {
        var page = await estate.Clusters.ListAsync(new ClusterQuery { Search = search }, Estate.Viewer, Token);

        Assert.Equal(expected, page.Total);
    }

    [Fact]
    public async Task List_FiltersTogether_Narrow()
    {
        var query = new ClusterQuery
        {
            Providers = ["aws"],
            States = [ClusterState.Unreachable],
            Kinds = [ClusterKind.Cloud],
            Versions = ["v1.35.1"],
            Regions = ["region-0"],
            Fleets = [estate.SecondFleet],
        };

        var page = await estate.Clusters.ListAsync(query, Estate.Viewer, Token);

        Assert.All(page.Items, row => Assert.Equal(("aws", ClusterState.Unreachable, "v1.35.1", "second"), (row.Provider, row.State, row.KubernetesVersion, row.FleetName)));
        Assert.True(page.Total > 0);
    }

    [Theory]
    [InlineData(ClusterSort.Name)]
    [InlineData(ClusterSort.State)]
    [InlineData(ClusterSort.Provider)]
    [InlineData(ClusterSort.Region)]
    [InlineData(ClusterSort.Version)]
    [InlineData(ClusterSort.Nodes)]
    [InlineData(ClusterSort.CpuRequested)]
    [InlineData(ClusterSort.MemoryRequested)]
    [InlineData(ClusterSort.LastSeen)]
    public async Task List_PagedByAnyColumn_ShowsEveryClusterOnce(ClusterSort sort)
    {
        List<string> names = [];
        for (var skip = 0; skip < Size; skip += 500)
        {
            var page = await estate.Clusters.ListAsync(new ClusterQuery { Sort = sort, Descending = true, Skip = skip, Take = 500 }, Estate.Viewer, Token);
            names.AddRange(page.Items.Select(item => item.Name));
        }

        Assert.Equal(Size, names.Distinct().Count());
    }

    [Fact]
    public async Task List_SortedByVersion_CountsAsPeopleDo()
    {
        var page = await estate.Clusters.ListAsync(new ClusterQuery { Sort = ClusterSort.Version, Take = 1 }, Estate.Viewer, Token);

        Assert.Equal("v1.9.0", page.Items[0].KubernetesVersion);
    }

    [Fact]
    public async Task List_SortedByNodesEitherWay_PutsUnknownLast()
    {
        foreach (var descending in new[] { false, true })
        {
            var page = await estate.Clusters.ListAsync(new ClusterQuery { Sort = ClusterSort.Nodes, Descending = descending, Take = 1 }, Estate.Viewer, Token);

            Assert.NotNull(page.Items[0].Nodes);
        }
    }

    [Fact]
    public async Task Facets_WithFilter_CountTheirOwnValuesUnderTheOthers()
    {
        var facets = await estate.Clusters.FacetsAsync(new ClusterQuery { Providers = ["aws"], Search = "env=prod" }, Estate.Viewer, Token);

        // The provider's own facet ignores its own filter: what else could be picked is shown.
        Assert.Equal(["aws", "huaweicloud"], facets.Providers.Keys.Order());
        Assert.Equal(1250, facets.Providers["aws"]);
        Assert.Equal(1250, facets.States.Values.Sum());
        Assert.Equal(1250, facets.Fleets.Values.Sum());
        Assert.Equal(1250, facets.Versions.Values.Sum());
        Assert.Equal(1250, facets.Regions.Values.Sum());
        Assert.Equal(ClusterKind.Cloud, Assert.Single(facets.Kinds).Key);
    }

    [Fact]
    public async Task Facets_NothingFound_AreEmpty()
    {
        var facets = await estate.Clusters.FacetsAsync(new ClusterQuery { Search = "nowhere" }, Estate.Viewer, Token);

        Assert.Empty(facets.States);
        Assert.Empty(facets.Fleets);
    }

    [Fact]
    public async Task Search_Plan_UsesTheTrigramIndex()
    {
        await using var db = await estate.Database.Contexts.CreateDbContextAsync(Token);
        await db.Database.OpenConnectionAsync(Token);
        await db.Database.ExecuteSqlAsync($"ANALYZE clusters", Token);
        // So few rows fit in memory that reading them all is a close second: the question is whether the index can answer.
        await db.Database.ExecuteSqlAsync($"SET enable_seqscan = off", Token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN SELECT count(*) FROM clusters WHERE search_text LIKE '%member-00123%'";
        await using var reader = await command.ExecuteReaderAsync(Token);
        List<string> plan = [];
        while (await reader.ReadAsync(Token))
        {
            plan.Add(reader.GetString(0));
        }

        Assert.Contains(plan, line => line.Contains("ix_clusters_search_text", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task List_TakeOutOfRange_IsInvalidAndNamesTheField(int take)
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() => estate.Clusters.ListAsync(new ClusterQuery { Take = take }, Estate.Viewer, Token));

        Assert.Equal((ProblemKind.Invalid, "take"), (problem.Problem.Kind, problem.Problem.Field));
    }

    [Fact]
    public async Task Summarise_LargeEstate_AddsUpAndLeavesUnknownOut()
    {
        var summary = await estate.Clusters.SummariseAsync(Estate.Viewer, Token);

        Assert.Equal((Size, 2), (summary.Clusters, summary.Fleets));
        Assert.Equal(Size, summary.Places.Sum(place => place.Clusters));
        Assert.Equal(Size * 4 / 5, summary.KnownClusters);
        Assert.Equal(Size, summary.ByState.Values.Sum());
    }

    public sealed class LargeEstate : IAsyncLifetime
    {
        public PortalDatabaseFixture Database { get; } = new();

        public IClusters Clusters { get; private set; } = null!;

        public Guid SecondFleet { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await Database.InitializeAsync();
            await using var db = await Database.Contexts.CreateDbContextAsync();
            Fleet[] fleets = [Estate.Fleet("first"), Estate.Fleet("second")];
            db.AddRange(fleets);
            db.AddRange(Enumerable.Range(0, Size).Select(index => Estate.Cluster(index, fleets[index % 4 == 0 && index % 3 == 2 ? 1 : 0].Id)));
            await db.SaveChangesAsync();
            SecondFleet = fleets[1].Id;
            Clusters = Service(Database.ActorContexts);
        }

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }

    internal static IClusters Service(ActorContexts contexts) => new ClusterService(
        contexts, new ClusterQueryValidator(), new ClusterEditValidator(), null!, new OperationWriter(TimeProvider.System));
}
