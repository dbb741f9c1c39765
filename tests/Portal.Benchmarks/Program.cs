using Portal.Benchmarks.Access;
using Portal.Benchmarks.Delivery;
using Portal.Benchmarks.Join;
using Portal.Benchmarks.Listing;
using Portal.Benchmarks.Memory;
using Portal.Benchmarks.Monitoring;
using Portal.Benchmarks.Placement;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Rollout;
using Portal.Benchmarks.Running;
using Portal.Benchmarks.Sweep;

// The portal itself, as a process of its own that the benchmarks look at from outside.
if (args is [ServedPortal.Command])
{
    return await PortalServer.RunAsync();
}

var all = new (string Name, Func<Task<IReadOnlyList<Figure>>> Run)[]
{
    ("sweep", SweepBenchmark.RunAsync),
    ("join", JoinBenchmark.RunAsync),
    ("list", ListBenchmark.RunAsync),
    ("memory", MemoryBenchmark.RunAsync),
    ("rollout", RolloutBenchmark.RunAsync),
    ("placement", PlacementBenchmark.RunAsync),
    ("delivery", DeliveryBenchmark.RunAsync),
    ("monitoring", MonitoringBenchmark.RunAsync),
    ("access", AccessBenchmark.RunAsync),
};
var chosen = args.Length == 0 ? all : [.. all.Where(benchmark => args.Contains(benchmark.Name))];
if (args.Except(all.Select(benchmark => benchmark.Name)).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"portal: there is no benchmark '{unknown}'. There are: {string.Join(", ", all.Select(benchmark => benchmark.Name))}; without a name all run.");
    return 2;
}

var report = new Report();
var failed = 0;
foreach (var (name, run) in chosen)
{
    Progress.Say($"== {name}");
    var load = Machine.Load();
    try
    {
        report.Add(name, load, await run());
    }
    catch (Exception exception) when (exception is not OutOfMemoryException)
    {
        // The others are worth their time without it.
        await Console.Error.WriteLineAsync($"portal: the benchmark '{name}' failed: {exception}");
        failed++;
    }
}

report.Write();
return failed == 0 ? 0 : 1;
