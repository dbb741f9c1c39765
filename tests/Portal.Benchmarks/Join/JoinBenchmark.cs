using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;

namespace Portal.Benchmarks.Join;

/// <summary>A join through the product, from the request to the end of its operation, against the same calls made by a bare script.</summary>
internal static class JoinBenchmark
{
    private const int WarmUp = 3;
    private const int Rounds = 12;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var fleet = await SimFleet.StartAsync(2 * (WarmUp + Rounds));
        await using var estate = await Estate.CreateAsync();
        await using var portal = await ServedPortal.StartAsync(estate, ("Worker:Inside", "true"));
        using var answer = await portal.Script.PostAsJsonAsync("/api/v1/fleets", new { name = "bench", description = "" });
        answer.EnsureSuccessStatusCode();
        var fleetId = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        List<JoinTimes> joins = [];
        List<double> bare = [];

        // In turn, so that both see the machine in the same state.
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            joins.Add(await JoinAsync(portal.Script, fleet, fleet.Names[2 * round], fleetId));
            bare.Add(await BareJoin.RunAsync(fleet.Address(fleet.Names[(2 * round) + 1]), Guid.CreateVersion7()));
        }

        await CompareAsync(fleet);
        var product = new Samples(joins.Skip(WarmUp).Select(join => join.Total));
        var running = new Samples(joins.Skip(WarmUp).Select(join => join.Running));
        var calls = new Samples(bare.Skip(WarmUp));
        Progress.Say($"join: product {product.P50} / {product.P95} (steps {running.P50}), bare calls {calls.P50} / {calls.P95}");
        const string Baseline = "the same API calls by a bare script";
        return
        [
            new("Join, request to end of operation, p50", product.P50, $"{Baseline}, p50", calls.P50),
            new("Join, request to end of operation, p95", product.P95, $"{Baseline}, p95", calls.P95),
            new("of it: the operation's steps, p50", running.P50, $"{Baseline}, p50", calls.P50),
        ];
    }

    private static async Task<JoinTimes> JoinAsync(HttpClient portal, SimFleet fleet, string name, Guid fleetId)
    {
        var kubeconfig = await File.ReadAllTextAsync(fleet.KubeconfigPath(name));
        var start = Stopwatch.GetTimestamp();
        using var answer = await portal.PostAsJsonAsync("/api/v1/join", new { description = new { name, fleetId }, kubeconfig, context = name });
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{name} was not joined: {await answer.Content.ReadAsStringAsync()}");
        }

        var operation = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("operationId").GetGuid();
        while (true)
        {
            var summary = (await portal.GetFromJsonAsync<JsonElement>($"/api/v1/operations/{operation}")).GetProperty("summary");
            var elapsed = Stopwatch.GetElapsedTime(start);
            switch (summary.GetProperty("state").GetString())
            {
                case "Succeeded":
                    var running = summary.GetProperty("endedAt").GetDateTimeOffset() - summary.GetProperty("startedAt").GetDateTimeOffset();
                    return new JoinTimes(elapsed.TotalMilliseconds, running.TotalMilliseconds);
                case "Failed" or "Cancelled":
                    throw new InvalidOperationException($"The join of {name} failed: {summary.GetProperty("errorWhat")}");
            }

            if (elapsed > Limit)
            {
                throw new InvalidOperationException($"The join of {name} has not ended within {Limit}.");
            }

            await Task.Delay(Look);
        }
    }

    /// <summary>A script that asks for less than the product would make the ratio a lie.</summary>
    private static async Task CompareAsync(SimFleet fleet)
    {
        var product = Count(await fleet.WritesAsync(fleet.Names[0]));
        var script = Count(await fleet.WritesAsync(fleet.Names[^1]));
        foreach (var kind in product.Keys.Union(script.Keys).Where(kind => product.GetValueOrDefault(kind) != script.GetValueOrDefault(kind)))
        {
            Progress.Say($"note: the product sent {product.GetValueOrDefault(kind)} x {kind}, the script {script.GetValueOrDefault(kind)}");
        }
    }

    private static Dictionary<string, int> Count(IReadOnlyList<string> writes) =>
        writes.Select(write => write.Split('?')[0]).GroupBy(write => write).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>Milliseconds as the caller saw them, and of the steps alone.</summary>
    private sealed record JoinTimes(double Total, double Running);
}
