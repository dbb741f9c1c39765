using System.Net;
using System.Text.Json;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Rollups;
using Portal.Core.Monitoring.Sources;
using Portal.IntegrationTests.Api;

namespace Portal.IntegrationTests.Monitoring;

/// <summary>What the portal keeps of the metrics of clusters: as they tell, once, and for as long as it is kept.</summary>
public sealed class RollupTests(RollupEstate estate) : IClassFixture<RollupEstate>
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.FromUnixTimeSeconds(RollupEstate.Begin);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Collected_IsWhatTheClusterTells_AndAGapStaysOne()
    {
        var cluster = await estate.JoinAsync("kept");
        estate.SetNow(Begin.AddHours(3).AddMinutes(1));

        await estate.CollectAsync(cluster);

        var memory = await ReadAsync("MemoryUsed", cluster, Range(0, 180, 5));
        var values = Assert.Single(memory.Series).Values;
        Assert.Equal(RollupEstate.Memory(10), values[2]);
        Assert.Equal(RollupEstate.Memory(175), values[35]);
        Assert.All(Enumerable.Range(80 / 5, 4), step => Assert.True(Series.IsGap(values[step])));
        Assert.Equal((1, 1, false), (memory.Coverage.Answered, memory.Coverage.Asked, memory.IsHourly));
        Assert.Equal(Begin, memory.Since);

        var parts = await ReadAsync("MemoryUsed", cluster, Range(0, 60, 5), byParts: true);
        Assert.Equal(["bank", "shop"], parts.Series.Select(series => series.Labels["namespace"]));
        Assert.All(Enumerable.Range(1, 12), step => Assert.Equal(RollupEstate.Memory(step * 5), parts.Series.Sum(series => series.Values[step])));
        Assert.Empty((await ReadAsync("MeshRequests", cluster, Range(0, 180, 5))).Series);
        var told = await estate.Viewer.GetAsync($"/api/v1/metrics/history?query=MemoryUsed&cluster=kept&start={Begin:yyyy-MM-ddTHH:mm:ssZ}&end={Begin.AddHours(2):yyyy-MM-ddTHH:mm:ssZ}", HttpStatusCode.OK);
        var written = told.GetProperty("series")[0].GetProperty("values");

        // By the portal's own clock these samples are dropped, and their hours are not.
        Assert.Equal((JsonValueKind.Null, Enumerable.Range(0, 12).Average(step => RollupEstate.Memory(step * 5))), (written[0].ValueKind, written[1].GetDouble()));
        Assert.Equal((3600, "Bytes"), (told.GetProperty("stepSeconds").GetInt32(), told.Text("unit")));
        var outlook = await estate.Viewer.GetAsync("/api/v1/metrics/capacity?cluster=kept", HttpStatusCode.OK);
        Assert.Equal(1, outlook.GetProperty("clustersAsked").GetInt32());
    }

    [Fact]
    public async Task WhatWasWrittenOnce_IsNotWrittenTwice_WhoeverTries()
    {
        var cluster = await estate.JoinAsync("twice");
        estate.SetNow(Begin.AddHours(1).AddMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => estate.CollectAsync(cluster)));
        var first = await estate.RowsAsync(cluster);

        await estate.CollectAsync(cluster);
        Assert.Equal(first, await estate.RowsAsync(cluster));
        estate.SetNow(Begin.AddMinutes(71));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => estate.CollectAsync(cluster)));

        var then = await estate.RowsAsync(cluster);
        Assert.True(then.Samples > first.Samples);
        Assert.Equal((then.Samples, 2), (then.Times, then.Hours));
    }

    [Fact]
    public async Task AClusterThatDoesNotAnswer_IsMissing_AndIsMadeUpForLater()
    {
        var cluster = await estate.JoinAsync("away", isThere: false);
        estate.SetNow(Begin.AddHours(1).AddMinutes(1));
        await estate.CollectAsync(cluster);
        var before = await ReadAsync("CpuUsed", cluster, Range(0, 60, 5));
        Assert.Empty(before.Series);
        var missing = Assert.Single(before.Coverage.Missing);
        Assert.Equal((MemberFaultKind.Unreachable, "Its metrics endpoint cannot be reached: nothing listens there (connection refused)."), (missing.Fault, missing.Why));

        await estate.ComeBackAsync(cluster);
        estate.SetNow(Begin.AddMinutes(66));
        await estate.CollectAsync(cluster);

        var after = await ReadAsync("CpuUsed", cluster, Range(0, 60, 5));
        Assert.True(after.Coverage.IsComplete);
        Assert.Equal(2, Assert.Single(after.Series).Values[8], 6);
    }

    [Fact]
    public async Task Hours_OutliveTheSamples_AndTheCluster_UntilTheyAreTooOldThemselves()
    {
        var cluster = await estate.JoinAsync("leaving");
        estate.SetNow(Begin.AddHours(3).AddMinutes(1));
        await estate.CollectAsync(cluster);
        await estate.LeaveAsync(cluster);

        estate.SetNow(Begin.AddDays(16));
        await estate.RetainAsync();

        var hours = await ReadAsync("MemoryUsed", cluster, Range(0, 180, 60));
        Assert.True(hours.IsHourly);
        var expected = Enumerable.Range(0, 12).Select(step => RollupEstate.Memory(step * 5)).Average();
        Assert.Equal(expected, Assert.Single(hours.Series).Values[1], 3);
        Assert.Equal(0, hours.Coverage.Asked);
        Assert.Equal(0, (await estate.RowsAsync(cluster)).Samples);

        estate.SetNow(Begin.AddMonths(15));
        await estate.RetainAsync();
        Assert.Empty((await ReadAsync("MemoryUsed", cluster, Range(0, 180, 60))).Series);
    }

    [Fact]
    public async Task WhatIsKept_IsReadByTheTeamThatOwnsTheCluster_AndByNoOther()
    {
        var clusters = new[] { await estate.JoinAsync("ours", fleet: "ours"), await estate.JoinAsync("theirs", fleet: "theirs") };
        estate.SetNow(Begin.AddHours(3).AddMinutes(1));
        foreach (var cluster in clusters)
        {
            await estate.CollectAsync(cluster);
        }

        var team = await estate.GiveAwayAsync("ours");
        var member = new Actor(Guid.CreateVersion7(), "ada", new HashSet<PortalRole>()) { Teams = new Dictionary<Guid, TeamRole> { [team] = TeamRole.Viewer } };

        var all = await estate.Rollups.ReadAsync(new RollupQuestion("MemoryUsed", Range(0, 180, 5)), member, Token);
        var theirs = await estate.Rollups.ReadAsync(new RollupQuestion("MemoryUsed", Range(0, 180, 60), "theirs"), member, Token);

        Assert.Equal(["ours"], all.Series.Select(series => series.Labels["cluster"]));
        Assert.Equal(["ours"], all.Coverage.Members.Select(part => part.Member.Name));
        Assert.Empty(theirs.Series);
        Assert.Null(theirs.Since);
    }

    /// <summary>As while a version before this one runs beside it: both keep, both make and drop partitions.</summary>
    [Fact]
    public async Task EndOfAMonth_IsPassed_WhileSeveralWorkersKeepAndDrop()
    {
        var cluster = await estate.JoinAsync("border");
        estate.SetNow(Begin.AddMinutes(119));
        await estate.CollectAsync(cluster);

        // The one before has made what comes next already, and does not look again.
        estate.SetNow(Begin.AddMinutes(181));
        await Task.WhenAll(estate.CollectAsync(cluster, isPrepared: true), estate.CollectAsync(cluster), estate.CollectAsync(cluster), estate.RetainAsync(), estate.RetainAsync());
        var (samples, times, hours) = await estate.RowsAsync(cluster);
        Assert.Equal((samples, 4), (times, hours));
        Assert.Equal(RollupEstate.Memory(175), Assert.Single((await ReadAsync("MemoryUsed", cluster, Range(175, 175, 5))).Series).Values[0]);
        Assert.Contains("rollup_hours_202611", await estate.PartitionsAsync());

        estate.SetNow(Begin.AddDays(17));
        await Task.WhenAll(estate.RetainAsync(), estate.RetainAsync(), estate.CollectAsync(cluster), estate.CollectAsync(cluster));
        var left = await estate.PartitionsAsync();
        Assert.DoesNotContain("rollup_samples_20261031", left);
        Assert.Contains("rollup_samples_20261119", left);
        Assert.Contains("rollup_hours_202610", left);
    }

    [Fact]
    public async Task Job_AsksThoseWithAnEndpoint_AndNobodyElse()
    {
        var (with, without) = (await estate.JoinAsync("with"), await estate.JoinAsync("without", hasSource: false));
        estate.SetNow(Begin.AddHours(2).AddMinutes(1));

        await estate.RunJobAsync();

        var known = await ReadAsync("Nodes", null, Range(0, 120, 5));
        Assert.Contains(known.Series, series => series.Labels["cluster"] == with.Name);
        Assert.Contains(known.Coverage.Missing, member => member.Member.Id == without.Id && member.Why == "The portal has not kept anything of it yet.");
        var limits = await Assert.ThrowsAsync<Core.Problems.ProblemException>(() => ReadAsync("Nodes", null, Range(0, 120, 5), byParts: true));
        Assert.Equal("Of Nodes the whole alone is kept.", limits.Problem.Why);
    }

    private static TimeGrid Range(int from, int to, int step) =>
        TimeGrid.Range(Begin.AddMinutes(from).ToUnixTimeMilliseconds(), Begin.AddMinutes(to).ToUnixTimeMilliseconds(), step * 60_000);

    private Task<RollupAnswer> ReadAsync(string query, QueryMember? cluster, TimeGrid grid, bool byParts = false) =>
        estate.Rollups.ReadAsync(new RollupQuestion(query, grid, cluster?.Name, byParts), Actor.Portal, Token);
}
