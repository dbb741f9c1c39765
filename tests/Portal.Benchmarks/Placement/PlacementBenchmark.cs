using System.Diagnostics;
using System.Globalization;
using Portal.Benchmarks.Reporting;
using Portal.Core.Distribution.Placement;

namespace Portal.Benchmarks.Placement;

/// <summary>
/// 1,000 workloads of a mix of policies placed over 100, 1,000 and 5,000 clusters, by one core: time and bytes a placement. Beside it
/// one plain pass of filtering over the same clusters, and what Karmada's own scheduler took.
/// </summary>
internal static class PlacementBenchmark
{
    private const int Workloads = 1000;
    private const int Rounds = 5;

    /// <summary>Karmada 1.16's scheduling algorithm, measured once elsewhere with one core at work: microseconds a placement by clusters.</summary>
    private static readonly (int Clusters, double Karmada)[] Sizes = [(100, 560), (1000, 5_500), (5000, 31_000)];

    public static Task<IReadOnlyList<Figure>> RunAsync() => Task.FromResult<IReadOnlyList<Figure>>([.. Sizes.SelectMany(size => Measure(size.Clusters, size.Karmada))]);

    private static List<Figure> Measure(int clusters, double karmada)
    {
        var fleet = WorkloadMix.Fleet(clusters);
        var mix = WorkloadMix.Requests(fleet, Workloads);
        var all = mix.Select(one => one.Request).ToList();
        var size = clusters.ToString("N0", CultureInfo.InvariantCulture);
        Cost plain = default, placed = default;
        var refused = 0;

        // By turns, so that both meet the same machine; the first round warms up, and the best of the others is the least disturbed.
        for (var round = 0; round <= Rounds; round++)
        {
            var pass = Cost.Of(all, request => PlainPass.Fitting(fleet, request).Count);
            refused = 0;
            var engine = Cost.Of(all, request => PlacementEngine.Decide(fleet, request).Refusal is null ? 0 : refused++);
            (plain, placed) = round <= 1 ? (pass, engine) : (Cost.Least(plain, pass), Cost.Least(placed, engine));
        }

        Progress.Say($"{size} clusters: {placed.Time} and {placed.Bytes} a placement, {refused} of {Workloads} refused; a plain pass {plain.Time}");
        List<Figure> figures =
        [
            new($"{size} clusters: a placement", placed.Time, "one plain pass of filtering", plain.Time),
            new($"{size} clusters: a placement, against Karmada", placed.Time, "Karmada 1.16, measured elsewhere", new Quantity(karmada, "µs")),
            new($"{size} clusters: allocated a placement", placed.Bytes, "one plain pass of filtering", plain.Bytes),
        ];
        figures.AddRange(mix.GroupBy(one => one.Policy).Select(group => new Figure(
            $"{size} clusters: {group.Key}",
            Cost.Of([.. group.Select(one => one.Request)], request => PlacementEngine.Decide(fleet, request).Clusters.Count).Time)));
        return figures;
    }

    private readonly record struct Cost(Quantity Time, Quantity Bytes)
    {
        public static Cost Of(List<PlacementRequest> requests, Func<PlacementRequest, int> place)
        {
            GC.Collect();
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            var sum = 0;
            foreach (var request in requests)
            {
                sum += place(request);
            }

            var time = Stopwatch.GetElapsedTime(start);
            GC.KeepAlive(sum);
            return new Cost(
                new Quantity(time.TotalMicroseconds / requests.Count, "µs"),
                new Quantity((GC.GetAllocatedBytesForCurrentThread() - bytes) / 1024.0 / requests.Count, "KiB"));
        }

        public static Cost Least(Cost left, Cost right) => left.Time.Value <= right.Time.Value ? left : right;
    }
}
