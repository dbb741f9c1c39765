using Microsoft.EntityFrameworkCore;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Fleets;

namespace Portal.Benchmarks.Access;

/// <summary>What asking for rights and recording acts adds to a request, and lists of an organisation of 200 teams, 5,000 people and 1,000 clusters.</summary>
internal static class AccessBenchmark
{
    private const int WarmUp = 60;
    private const int Rounds = 200;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var estate = await Estate.CreateAsync();
        var organisation = await Organisation.SeedAsync(estate);
        await using var portal = await ServedPortal.StartAsync(estate, ("Worker:Inside", "false"));
        return
        [
            .. await CheckAsync(estate, organisation, portal),
            .. await RecordAsync(estate, organisation),
            .. await ListAsync(portal),
            .. await OrganisationPages.RunAsync(portal),
        ];
    }

    private static async Task<IEnumerable<Figure>> CheckAsync(Estate estate, Organisation organisation, ServedPortal portal)
    {
        const int Checks = 100_000;
        var (clusters, id) = (estate.Get<IClusters>(), organisation.ClusterOfMember);
        var request = await Samples.TakeAsync(WarmUp, Rounds, async _ => await portal.Script.GetByteArrayAsync($"/api/v1/clusters/{id}"));
        var check = await Samples.TakeAsync(5, 20, _ =>
        {
            for (var round = 0; round < Checks; round++)
            {
                AccessPolicy.AllowsSomewhere(organisation.Member, Permission.ViewClusters);
            }

            return Task.CompletedTask;
        });
        var whole = await ReadAsync(() => estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(), id);
        var viewer = await ReadAsync(() => estate.Get<ActorContexts>().OpenAsync(Estate.Viewer, Permission.ViewClusters, CancellationToken.None), id);
        var member = await ReadAsync(() => estate.Get<ActorContexts>().OpenAsync(organisation.Member, Permission.ViewClusters, CancellationToken.None), id);
        var list = new ClusterQuery { Take = 50 };
        var all = await Samples.TakeAsync(WarmUp, Rounds, async _ => await clusters.ListAsync(list, Estate.Viewer, CancellationToken.None));
        var own = await Samples.TakeAsync(WarmUp, Rounds, async _ => await clusters.ListAsync(list, organisation.Member, CancellationToken.None));
        var ask = new Quantity(check.Percentile(50) / Checks * 1000, "ms");
        Progress.Say($"check {ask.Value * 1000:0} ns; read {whole.P50}, for a viewer {viewer.P50}, for a member {member.P50}; list {all.P50} / {own.P50}; request {request.P50}");
        return
        [
            new("asking the table of rights a thousand times", ask, "GET of a cluster, p50", request.P50),
            new("a row read in the context of who may see all, p50", viewer.P50, "in a context without rights, p50", whole.P50),
            new("a row read in the context of a team's member, p50", member.P50, "in a context without rights, p50", whole.P50),
            new("list of clusters by a team's member (5 of 1,000), p50", own.P50, "by a viewer of all, p50", all.P50),
        ];
    }

    private static Task<Samples> ReadAsync(Func<Task<PortalDbContext>> open, Guid id) => Samples.TakeAsync(WarmUp, Rounds, async _ =>
    {
        await using var db = await open();
        await db.Clusters.AsNoTracking().Where(row => row.Id == id).Select(row => row.Name).SingleAsync();
    });

    /// <summary>The same changes with and without the triggers that record them.</summary>
    private static async Task<IEnumerable<Figure>> RecordAsync(Estate estate, Organisation organisation)
    {
        var recorded = await ChangeAsync(estate, organisation.FleetOfMember);
        await estate.ExecuteAsync("ALTER TABLE fleets DISABLE TRIGGER USER");
        var plain = await ChangeAsync(estate, organisation.FleetOfMember);
        await estate.ExecuteAsync("ALTER TABLE fleets ENABLE TRIGGER USER");
        Progress.Say($"a change {recorded.P50} / {recorded.P95}, unrecorded {plain.P50} / {plain.P95}");
        return
        [
            new("a fleet changed by the service, p50", recorded.P50, "the same without its audit entry, p50", plain.P50),
            new("a fleet changed by the service, p95", recorded.P95, "the same without its audit entry, p95", plain.P95),
        ];
    }

    private static async Task<Samples> ChangeAsync(Estate estate, Guid id)
    {
        var (fleets, admin) = (estate.Get<IFleets>(), Actor.Portal);
        var fleet = await fleets.GetAsync(id, admin, CancellationToken.None);
        return await Samples.TakeAsync(WarmUp, Rounds, async round =>
            fleet = await fleets.UpdateAsync(id, new FleetRequest(fleet.Name, $"Changed {round} times.", null), fleet.Version, admin, CancellationToken.None));
    }

    private static async Task<IEnumerable<Figure>> ListAsync(ServedPortal portal)
    {
        var health = await Samples.TakeAsync(WarmUp, Rounds, async _ => await portal.Script.GetByteArrayAsync("/healthz"));
        List<Figure> figures = [];
        foreach (var (name, path) in new[]
        {
            ("200 teams, first page", "/api/v1/teams?take=50"), ("200 teams, a search", "/api/v1/teams?search=team-17"),
            ("5,000 accounts, first page", "/api/v1/users?take=50"), ("5,000 accounts, page 90", "/api/v1/users?take=50&skip=4450"), ("5,000 accounts, a search", "/api/v1/users?search=person-1234"),
            ("200 fleets", "/api/v1/fleets"), ("1,000 clusters, first page", "/api/v1/clusters?take=50"), ("audit trail, first page", "/api/v1/audit?take=50"),
        })
        {
            var taken = await Samples.TakeAsync(WarmUp, Rounds, async _ => await portal.Script.GetByteArrayAsync(path));
            Progress.Say($"{name}: {taken.P50} / {taken.P95}");
            figures.Add(new($"{name}: API, p50", taken.P50, "GET /healthz, p50", health.P50));
            figures.Add(new($"{name}: API, p95", taken.P95, "GET /healthz, p95", health.P95));
        }

        return figures;
    }
}
