using System.Globalization;
using ClusterSim.Charts;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;
using Portal.Testing;
using Portal.Testing.Jobs;
using Portal.Testing.Kubernetes;

namespace Portal.Benchmarks.Rollout;

/// <summary>Volcano on 50 simulated clusters, planned and applied, against a shell loop of helm at the same parallelism.</summary>
internal static class RolloutBenchmark
{
    /// <summary>As many operations as a worker runs at once by default.</summary>
    private const int AtOnce = 8;
    private const string Version = "1.15.1";

    private static readonly int Clusters = int.Parse(Environment.GetEnvironmentVariable("PORTAL_BENCH_CLUSTERS") ?? "50", CultureInfo.InvariantCulture);

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        // One more on each side, to warm up with.
        await using var fleet = await SimFleet.StartAsync(2 * (Clusters + 1));
        await using var charts = await ChartRepository.StartAsync(KubernetesTools.Helm, Repository.PathOf("tests", "charts"));
        await using var estate = await Estate.CreateAsync();
        await estate.SeedAsync(Clusters + 1, index => fleet.Address(fleet.Names[index]));
        var settings = new Dictionary<string, string?>(estate.Settings) { ["Components:ChartMirror"] = charts.Address.ToString() };
        await using var portal = await ServedPortal.StartAsync(estate, ("Worker:Inside", "false"), ("Components:ChartMirror", charts.Address.ToString()));
        await using var worker = await StandaloneWorker.StartAsync(estate.ConnectionString, settings);
        var ids = await ReadIdsAsync(estate);
        await PortalRollout.RunAsync(portal.Script, worker, [ids[^1]], Version, 1);
        await HelmLoop.RunAsync(fleet, [fleet.Names[^1]], charts.Address, Version, 1);
        var idle = ProcessFigures.Resident(worker.Id);
        Progress.Say($"both are warm; the worker has {idle}");

        var run = await PortalRollout.RunAsync(portal.Script, worker, ids[..^1], Version, AtOnce);
        Progress.Say($"portal: plan {run.Planned:0.0} s, apply {run.Applied:0.0} s, {run.Memory}, {run.WorkerCpu:0.0} s of the worker's processor");
        var (seconds, memory) = await HelmLoop.RunAsync(fleet, fleet.Names.Skip(Clusters + 1).Take(Clusters), charts.Address, Version, AtOnce);
        Progress.Say($"loop: {seconds:0.0} s, {memory}");
        var loop = $"loop of helm upgrade --install --wait, {AtOnce} at once";
        return
        [
            new($"Volcano on {Clusters} clusters, {AtOnce} at once: apply", new Quantity(run.Applied, "s"), loop, new Quantity(seconds, "s")),
            new("The same with the plan before it", new Quantity(run.Planned + run.Applied, "s"), loop, new Quantity(seconds, "s")),
            new("Peak memory of the worker and its helms", run.Memory, loop, memory),
            new("of it: the worker before", idle),
            new("Worker's own processor time of plan and apply", new Quantity(run.WorkerCpu, "s")),
            new($"Plan for {Clusters} clusters", new Quantity(run.Planned, "s")),
            new("Row of the plan, as stored", await SizeAsync(estate, "SELECT sum(pg_column_size(plan.*)) FROM component_plans plan WHERE id = $1", run.Plan)),
            new("Row of the plan, as text", await SizeAsync(estate, "SELECT sum(octet_length(plan::text)) FROM component_plans plan WHERE id = $1", run.Plan)),
            new("Rows of its objects and their diffs, as stored", await SizeAsync(estate, "SELECT sum(pg_column_size(one.*)) FROM component_plan_objects one WHERE plan_id = $1", run.Plan)),
        ];
    }

    private static async Task<Guid[]> ReadIdsAsync(Estate estate)
    {
        await using var command = estate.DataSource.CreateCommand("SELECT id FROM clusters ORDER BY id");
        await using var reader = await command.ExecuteReaderAsync();
        List<Guid> ids = [];
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(0));
        }

        return [.. ids];
    }

    private static async Task<Quantity> SizeAsync(Estate estate, string sql, Guid plan)
    {
        await using var command = estate.DataSource.CreateCommand(sql);
        command.Parameters.AddWithValue(plan);
        return new Quantity(Convert.ToDouble(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) / 1024, "KiB");
    }
}
