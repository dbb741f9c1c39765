using Npgsql;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;
using Portal.Core.Clusters;

namespace Portal.Benchmarks.Listing;

/// <summary>Listing, filtering and searching 5,000 clusters: in the database, in the service, over the API, and as painted.</summary>
internal static class ListBenchmark
{
    private const int Clusters = 5000;
    private const int WarmUp = 40;
    private const int Rounds = 150;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var estate = await Estate.CreateAsync();
        await estate.SeedAsync(Clusters);
        await using var portal = await ServedPortal.StartAsync(estate, ("Worker:Inside", "false"));
        List<Figure> figures = [];
        await using var connection = await estate.DataSource.OpenConnectionAsync();
        var trip = await SqlAsync(connection, "SELECT 1");
        var health = await Samples.TakeAsync(WarmUp, Rounds, async _ => await portal.Script.GetByteArrayAsync("/healthz"));
        foreach (var question in ListCase.All)
        {
            figures.AddRange(await AskAsync(question, estate, connection, portal, trip));
        }

        figures.AddRange(await CountAsync(estate, portal, trip, health));
        figures.Add(new("SELECT 1, p50", trip.P50));
        figures.Add(new("GET /healthz, p50", health.P50, "SELECT 1, p50", trip.P50));
        figures.AddRange(await Painted.RunAsync(portal));
        return figures;
    }

    private static async Task<IEnumerable<Figure>> AskAsync(ListCase question, Estate estate, NpgsqlConnection connection, ServedPortal portal, Samples trip)
    {
        var sql = await SqlAsync(connection, question.Sql);
        var clusters = estate.Get<IClusters>();
        var service = await Samples.TakeAsync(WarmUp, Rounds, async _ => await clusters.ListAsync(question.Query, Estate.Viewer, CancellationToken.None));
        var payload = 0;
        var api = await Samples.TakeAsync(WarmUp, Rounds, async _ => payload = (await portal.Script.GetByteArrayAsync($"/api/v1/clusters?{question.Address}")).Length);
        Progress.Say($"{question.Name}: SQL {sql.P50}, service {service.P50} / {service.P95}, API {api.P50} / {api.P95}, {payload / 1024.0:0.0} KiB");
        return
        [
            new($"{question.Name}: SQL alone, p50", sql.P50, "SELECT 1, p50", trip.P50),
            new($"{question.Name}: service, p50", service.P50, "SQL alone, p50", sql.P50),
            new($"{question.Name}: service, p95", service.P95, "SQL alone, p95", sql.P95),
            new($"{question.Name}: API, p50", api.P50, "SQL alone, p50", sql.P50),
            new($"{question.Name}: API, p95", api.P95, "SQL alone, p95", sql.P95),
            new($"{question.Name}: payload", new Quantity(payload / 1024.0, "KiB")),
        ];
    }

    private static async Task<IEnumerable<Figure>> CountAsync(Estate estate, ServedPortal portal, Samples trip, Samples health)
    {
        var clusters = estate.Get<IClusters>();
        var query = new ClusterQuery { Search = "env=prod", Providers = ["aws"] };
        var facets = await Samples.TakeAsync(WarmUp, Rounds, async _ => await clusters.FacetsAsync(query, Estate.Viewer, CancellationToken.None));
        var summary = await Samples.TakeAsync(WarmUp, Rounds, async _ => await clusters.SummariseAsync(Estate.Viewer, CancellationToken.None));
        var estateApi = await Samples.TakeAsync(WarmUp, Rounds, async _ => await portal.Script.GetByteArrayAsync("/api/v1/estate"));
        return
        [
            new("facets of a search: service, p50", facets.P50, "SELECT 1, p50", trip.P50),
            new("facets of a search: service, p95", facets.P95, "SELECT 1, p95", trip.P95),
            new("overview's totals: service, p50", summary.P50, "SELECT 1, p50", trip.P50),
            new("overview's totals: API, p50", estateApi.P50, "GET /healthz, p50", health.P50),
        ];
    }

    private static Task<Samples> SqlAsync(NpgsqlConnection connection, string sql) => Samples.TakeAsync(WarmUp, Rounds, async _ =>
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
            {
            }
        }
        while (await reader.NextResultAsync());
    });
}
