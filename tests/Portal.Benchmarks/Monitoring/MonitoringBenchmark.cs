using System.Net;
using System.Text.Json;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;

namespace Portal.Benchmarks.Monitoring;

/// <summary>Global questions to 30 real Prometheus servers, the rollup of all of them, and the dashboard of one and of fifty people.</summary>
internal static class MonitoringBenchmark
{
    private const int Clusters = 30;

    /// <summary>As many as the second compilation of what a question runs through takes.</summary>
    private const int WarmUp = 60;

    private const int Rounds = 60;

    private static readonly PlainQuestion[] Questions =
    [
        new("instant sum by (namespace)", "sum by (namespace) (rate(container_cpu_usage_seconds_total[1m]))", false),
        new("instant, every series", "kube_pod_info", false),
        new("range sum by (namespace), 61 steps", "sum by (namespace) (rate(container_cpu_usage_seconds_total[1m]))", true),
        new("range histogram_quantile, 61 steps", "histogram_quantile(0.99, sum by (le) (rate(apiserver_request_duration_seconds_bucket[1m])))", true),
    ];

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var fleet = await ScrapedFleet.StartAsync(Clusters);
        await using var estate = await Estate.CreateAsync();
        await estate.SeedAsync(Clusters);
        await using var portal = await ServedPortal.StartAsync(estate, ("Worker:Inside", "false"));
        await PointAsync(portal, fleet);

        // A range must have something to show.
        Progress.Say("the servers scrape for three minutes");
        await Task.Delay(TimeSpan.FromMinutes(3));
        List<Figure> figures = [];
        using var plain = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 8, AutomaticDecompression = DecompressionMethods.GZip });
        foreach (var question in Questions)
        {
            figures.AddRange(await AskAsync(question, fleet, portal, plain));
        }

        figures.AddRange(await AgeAsync(fleet, portal, plain));
        figures.AddRange(await RollupMeasure.RunAsync(fleet, estate, plain));
        figures.AddRange(await DashboardMeasure.RunAsync(portal));
        return figures;
    }

    private static async Task PointAsync(ServedPortal portal, ScrapedFleet fleet)
    {
        var listed = JsonDocument.Parse(await portal.Script.GetStringAsync($"/api/v1/clusters?take={Clusters}")).RootElement.GetProperty("items");
        foreach (var (cluster, server) in listed.EnumerateArray().Zip(fleet.Members))
        {
            await PortalScript.PutAsync(portal.Script, $"/api/v1/clusters/{cluster.GetProperty("id").GetGuid()}/metrics-source", new { kind = "Url", address = server.Address.ToString() });
        }
    }

    private static async Task<IEnumerable<Figure>> AskAsync(PlainQuestion question, ScrapedFleet fleet, ServedPortal portal, HttpClient plain)
    {
        var alone = new List<double>();
        foreach (var member in fleet.Members)
        {
            alone.Add((await Samples.TakeAsync(1, 5, _ => ReadAsync(plain, member.Address, question))).Percentile(50));
        }

        var together = await Samples.TakeAsync(WarmUp, Rounds, _ => Task.WhenAll(fleet.Members.Select(member => ReadAsync(plain, member.Address, question))));
        var parent = await Samples.TakeAsync(WarmUp, Rounds, _ => ReadAsync(plain, fleet.Parent.Address, question));
        var prom = new Uri(portal.Address, "prom/");
        await Samples.TakeAsync(0, WarmUp, _ => ReadAsync(portal.Script, prom, question));
        var worked = ProcessFigures.CpuSeconds(portal.ProcessId);
        var global = await Samples.TakeAsync(0, Rounds, _ => ReadAsync(portal.Script, prom, question));
        var cost = (ProcessFigures.CpuSeconds(portal.ProcessId) - worked) * 1000 / Rounds;
        Progress.Say($"{question.Name}: portal {global.P50} / {global.P95}, all at once {together.P50}, slowest alone {alone.Max():0.0} ms, parent {parent.P50}, {cost:0.0} ms of the portal's processor");
        return
        [
            new($"{question.Name}, p50", global.P50, $"the slowest of the {Clusters}, all asked at once by a bare client", together.P50),
            new($"{question.Name}, p95", global.P95, "the same, p95", together.P95),
            new($"{question.Name}, p50", global.P50, "the slowest member asked alone", new Quantity(alone.Max(), "ms")),
            new($"{question.Name}, p50", global.P50, "a parent that federates all", parent.P50),
            new($"{question.Name}: the portal's processor time a question", new Quantity(cost, "ms")),
        ];
    }

    /// <summary>How old the oldest cluster's part of an answer of now is.</summary>
    private static async Task<IEnumerable<Figure>> AgeAsync(ScrapedFleet fleet, ServedPortal portal, HttpClient plain)
    {
        var question = new PlainQuestion("age", "time() - min(timestamp(kube_node_info))", false);
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < 15; round++)
        {
            ours.Add(await ValueAsync(portal.Script, new Uri(portal.Address, "prom/"), question));
            theirs.Add(await ValueAsync(plain, fleet.Parent.Address, question));
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        Progress.Say($"age of the oldest part: {ours.Average():0.0} s, of the parent's {theirs.Average():0.0} s");
        return [new("Age of the oldest part of the answer, mean", new Quantity(ours.Average(), "s"), "of the parent's answer", new Quantity(theirs.Average(), "s"))];
    }

    private static async Task ReadAsync(HttpClient client, Uri address, PlainQuestion question)
    {
        using var answer = await client.GetAsync(new Uri(address, question.PathAt(DateTimeOffset.UtcNow)), HttpCompletionOption.ResponseHeadersRead);
        await (await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync()).CopyToAsync(Stream.Null);
    }

    private static async Task<double> ValueAsync(HttpClient client, Uri address, PlainQuestion question)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri(address, question.PathAt(DateTimeOffset.UtcNow))));
        return double.Parse(answer.RootElement.GetProperty("data").GetProperty("result")[0].GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }
}
