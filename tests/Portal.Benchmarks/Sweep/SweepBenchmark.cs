using ClusterSim.Control;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;
using Portal.Testing.Jobs;

namespace Portal.Benchmarks.Sweep;

/// <summary>
/// The health sweep over 5,000 simulated clusters by a real worker, against a loop of kubectl; with none and with a tenth
/// of them dead, and what the dead cost the others.
/// </summary>
internal static class SweepBenchmark
{
    private const int Clusters = 5000;
    private const int Sample = 500;
    private const int EachDead = 10;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var fleet = await SimFleet.StartAsync(Clusters);
        await using var estate = await Estate.CreateAsync();
        await estate.SeedAsync(Clusters, index => fleet.Address(fleet.Names[index]));
        Progress.Say($"{Clusters} clusters are there");
        var loop = await LoopAsync(fleet, "all alive");

        // Every cluster is due when the benchmark says so, and at no other time.
        var settings = new Dictionary<string, string?>(estate.Settings)
        {
            ["Health:Interval"] = "1.00:00:00",
            ["Health:ConfirmAfter"] = "1.00:00:00",
            ["Health:LongestPause"] = "1.00:00:00",
        };
        await using var worker = await StandaloneWorker.StartAsync(estate.ConnectionString, settings);
        HashSet<string> nobody = [];
        var first = await SweepAsync(estate, worker, nobody, "the first: everything is read");
        await SweepAsync(estate, worker, nobody, "to warm up");
        var alive = await SweepAsync(estate, worker, nobody, "all alive");
        var again = await SweepAsync(estate, worker, nobody, "all alive again");

        var dead = await KillAsync(fleet);
        var struck = await SweepAsync(estate, worker, dead, "a tenth has just died");
        var known = await SweepAsync(estate, worker, dead, "a tenth is known to be dead");
        var memory = ProcessFigures.Resident(worker.Id);
        var loopDead = await LoopAsync(fleet, "a tenth is dead");

        const string Loop = "kubectl loop of 5,000 (500 scaled)";
        return
        [
            Against("Sweep of 5,000, all alive", alive, Loop, loop),
            Against("The same, once more (the noise)", again, Loop, loop),
            Against("First sweep: also version, pods, new connections", first, Loop, loop),
            Against("Sweep of 5,000, a tenth has just died", struck, "kubectl loop, a tenth dead", loopDead),
            Against("Sweep of 5,000, a tenth known to be dead", known, "kubectl loop, a tenth dead", loopDead),
            Delay("Living clusters observed after, p50, just died", struck, alive, 50),
            Delay("Living clusters observed after, p95, just died", struck, alive, 95),
            Delay("Living clusters observed after, last, just died", struck, alive, 100),
            Delay("Living clusters observed after, p50, known dead", known, alive, 50),
            Delay("Living clusters observed after, p95, known dead", known, alive, 95),
            Delay("Living clusters observed after, last, known dead", known, alive, 100),
            new("Worker's processor time of a sweep, all alive", new Quantity(alive.WorkerCpu, "s")),
            new("Worker's resident memory after the sweeps", memory),
        ];
    }

    private static async Task<double> LoopAsync(SimFleet fleet, string what)
    {
        // Every tenth of the sample is dead as well: indices run through.
        var seconds = await KubectlLoop.RunAsync(fleet, fleet.Names.Take(Sample)) * Clusters / Sample;
        Progress.Say($"kubectl loop, {what}: {seconds:0.0} s, scaled");
        return seconds;
    }

    private static async Task<SweepRun> SweepAsync(Estate estate, StandaloneWorker worker, IReadOnlySet<string> dead, string what)
    {
        var run = await SweepRun.TakeAsync(estate, worker.Id, dead);
        Progress.Say($"sweep, {what}: {run.Seconds:0.0} s; the living after p50 {run.Healthy.P50}, p95 {run.Healthy.P95}; worker {run.WorkerCpu:0.0} s of processor");
        return run;
    }

    /// <summary>Half of them hang, half reset each connection. Returns their names in the portal.</summary>
    private static async Task<HashSet<string>> KillAsync(SimFleet fleet)
    {
        HashSet<string> dead = [];
        for (var index = 0; index < Clusters; index += EachDead)
        {
            await fleet.BreakAsync(fleet.Names[index], index / EachDead % 2 == 0 ? FaultKind.Hang : FaultKind.Offline);
            dead.Add(EstateRows.Cluster(index, Guid.Empty).Name);
        }

        return dead;
    }

    private static Figure Against(string name, SweepRun run, string baseline, double seconds) =>
        new(name, new Quantity(run.Seconds, "s"), baseline, new Quantity(seconds, "s"));

    private static Figure Delay(string name, SweepRun run, SweepRun alive, double percent) => new(
        name,
        new Quantity(run.Healthy.Percentile(percent), "ms"),
        "the same with all alive",
        new Quantity(alive.Healthy.Percentile(percent), "ms"));
}
