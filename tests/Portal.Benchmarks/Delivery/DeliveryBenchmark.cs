using System.Diagnostics;
using System.Globalization;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;
using Portal.Testing.Jobs;
using Portal.Testing.Kubernetes;

namespace Portal.Benchmarks.Delivery;

/// <summary>
/// An application of ten objects on 200 simulated clusters, until all are ready, against a loop of kubectl apply --server-side; and what it
/// costs to look at all of it again when nothing has changed.
/// </summary>
internal static class DeliveryBenchmark
{
    private const int AtOnce = 16;

    private static readonly int Clusters = int.Parse(Environment.GetEnvironmentVariable("PORTAL_BENCH_CLUSTERS") ?? "200", CultureInfo.InvariantCulture);

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        // One more on each side, to warm up with.
        await using var fleet = await SimFleet.StartAsync(2 * (Clusters + 1));
        await using var estate = await Estate.CreateAsync();
        await estate.SeedAsync(Clusters + 1, index => fleet.Address(fleet.Names[index]));
        await ExecuteAsync(estate, "UPDATE clusters SET fleet_id = (SELECT id FROM fleets ORDER BY name LIMIT 1)");
        await using var portal = await ServedPortal.StartAsync(estate, ("Worker:Inside", "false"));
        await using var worker = await StandaloneWorker.StartAsync(estate.ConnectionString,
            new Dictionary<string, string?>(estate.Settings) { ["Operations:Workers"] = $"{AtOnce}" });
        var manifests = Path.Combine(fleet.Folder, "application.yaml");
        await File.WriteAllTextAsync(manifests, TenObjects.Manifests("bench", "1"));
        var all = new PortalApplication(portal.Script, await FleetAsync(estate));
        var warm = fleet.Names[^1];
        await all.CreateAsync("warm", TenObjects.Manifests("warm", "1"), await NameAsync(estate, Clusters));
        await all.DeliverAsync(1);
        await LoopAsync(fleet, [warm], "apply", "--server-side", "-f", manifests);
        Progress.Say("both are warm");

        await all.CreateAsync("bench", TenObjects.Manifests("bench", "1"), null);
        var (first, firstCost) = await MeasureAsync(fleet, worker, () => all.DeliverAsync(AtOnce));
        Progress.Say($"portal: {first:0.0} s; {firstCost}");
        var names = fleet.Names.Skip(Clusters + 1).Take(Clusters).ToList();
        var (loop, loopCost) = await MeasureAsync(fleet, worker, () => LoopAsync(fleet, names, "apply", "--server-side", "-f", manifests));
        Progress.Say($"loop: {loop:0.0} s; {loopCost}");

        var (again, againCost) = await MeasureAsync(fleet, worker, () => all.DeliverAsync(AtOnce));
        var (loopAgain, loopAgainCost) = await MeasureAsync(fleet, worker, () => LoopAsync(fleet, names, "apply", "--server-side", "-f", manifests));
        Progress.Say($"the same once more: {again:0.0} s; {againCost}; loop {loopAgain:0.0} s; {loopAgainCost}");

        await AwaitLookAsync(estate);
        var (look, lookCost) = await MeasureAsync(fleet, worker, () => AwaitLookAsync(estate));
        var (list, listCost) = await MeasureAsync(fleet, worker, () => LoopAsync(fleet, names, "get", "-f", manifests));
        Progress.Say($"a look at all: {look:0.0} s; {lookCost}; list {list:0.0} s; {listCost}");

        var apply = $"loop of kubectl apply --server-side, {AtOnce} at once";
        const string Get = "loop of kubectl get of the same objects";
        return
        [
            new($"10 objects to {Clusters} clusters, {AtOnce} at once, until ready", new Quantity(first, "s"), apply, new Quantity(loop, "s")),
            new("of it: the worker's processor time", new Quantity(firstCost.Worker, "s")),
            new("of it: the clusters' processor time", new Quantity(firstCost.Fleet, "s"), apply, new Quantity(loopCost.Fleet, "s")),
            new("The same revision delivered once more", new Quantity(again, "s"), "the same loop once more", new Quantity(loopAgain, "s")),
            new("Re-sync, nothing changed: the clusters' processor time", new Quantity(lookCost.Fleet, "s"), Get, new Quantity(listCost.Fleet, "s")),
            new("The same against an apply", new Quantity(lookCost.Fleet, "s"), "loop of kubectl apply once more", new Quantity(loopAgainCost.Fleet, "s")),
            new("Re-sync, nothing changed: the worker's processor time", new Quantity(lookCost.Worker, "s"), "the worker's at the delivery", new Quantity(firstCost.Worker, "s")),
            new("Re-sync, nothing changed: from first to last, at the worker's pace", new Quantity(look, "s")),
        ];
    }

    private static async Task LoopAsync(SimFleet fleet, IEnumerable<string> names, params string[] command) => await ShellLoop.RunAsync(
        names, AtOnce, [KubernetesTools.Kubectl, "--kubeconfig", Path.Combine(fleet.Folder, "{}.kubeconfig"), .. command]);

    private static async Task<(double Seconds, Cost Cost)> MeasureAsync(SimFleet fleet, StandaloneWorker worker, Func<Task> what)
    {
        var (served, worked) = (ProcessFigures.CpuSeconds(fleet.ProcessId), ProcessFigures.CpuSeconds(worker.Id));
        var begun = Stopwatch.GetTimestamp();
        await what();
        return (Stopwatch.GetElapsedTime(begun).TotalSeconds,
            new Cost(ProcessFigures.CpuSeconds(worker.Id) - worked, ProcessFigures.CpuSeconds(fleet.ProcessId) - served));
    }

    /// <summary>All is due now; returns when the worker has looked at all of it.</summary>
    private static async Task AwaitLookAsync(Estate estate)
    {
        await ExecuteAsync(estate, "UPDATE application_clusters SET checked_at = NULL");
        while (await ReadAsync<long>(estate, "SELECT count(*) FROM application_clusters WHERE checked_at IS NULL") > 0)
        {
            await Task.Delay(100);
        }
    }

    private static Task<Guid> FleetAsync(Estate estate) => ReadAsync<Guid>(estate, "SELECT fleet_id FROM clusters LIMIT 1");

    private static Task<string> NameAsync(Estate estate, int index) => ReadAsync<string>(estate, $"SELECT name FROM clusters ORDER BY id OFFSET {index} LIMIT 1");

    private static async Task ExecuteAsync(Estate estate, string sql)
    {
        await using var command = estate.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> ReadAsync<T>(Estate estate, string sql)
    {
        await using var command = estate.DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Seconds of the processor.</summary>
    private sealed record Cost(double Worker, double Fleet)
    {
        public override string ToString() => $"worker {Worker:0.0} s, clusters {Fleet:0.0} s";
    }
}
