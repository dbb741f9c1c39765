using System.Globalization;
using Portal.Core.Monitoring.Queries;

namespace Portal.IntegrationTests.Monitoring;

/// <summary>
/// The samples of five clusters, all different: counters with resets, gauges with gaps, histograms, special values, series that
/// begin late or end early, and labels that the portal uses itself. The same every time.
/// </summary>
internal static class QueryData
{
    public const int Clusters = 5;

    /// <summary>2026-10-31T22:00:00Z.</summary>
    public static readonly long Start = 1_793_484_000;

    private const int Samples = 200;
    private const int Interval = 30;
    private static readonly string[] Bounds = ["0.1", "0.5", "1", "2.5", "10", "+Inf"];

    public static IReadOnlyList<QueryMember> Members { get; } =
    [
        QueryMember.Of(Guid.CreateVersion7(), "c1", "prod", "aws", "north"),
        QueryMember.Of(Guid.CreateVersion7(), "c2", "prod", "aws", "south"),
        QueryMember.Of(Guid.CreateVersion7(), "c3", "prod", "azure", "north"),
        QueryMember.Of(Guid.CreateVersion7(), "c4", "test", "azure", null),
        QueryMember.Of(Guid.CreateVersion7(), "c5", "test", null, null),
    ];

    /// <summary>What one cluster's own Prometheus has.</summary>
    public static IEnumerable<string> Of(int cluster) => Series(cluster).SelectMany(series => Lines(series.Name, series.Labels, series.Values));

    /// <summary>What a server has that got all of it, with the portal's labels as a scraping Prometheus would add them.</summary>
    public static IEnumerable<string> OfAll() => Enumerable.Range(0, Clusters).SelectMany(Series, (cluster, series) => (cluster, series)).SelectMany(each => Lines(
        each.series.Name,
        each.series.Labels.ToDictionary(label => PortalLabels.Contains(label.Key) ? $"exported_{label.Key}" : label.Key, label => label.Value)
            .Concat(Members[each.cluster].Labels).ToDictionary(),
        each.series.Values));

    /// <summary>What an engine has to which clusters write: nothing of the portal's labels but one that tells the cluster, by a name of its own.</summary>
    public static IEnumerable<string> OfEngine(string label, Func<int, string> value, IEnumerable<int> clusters) => clusters.SelectMany(
        Series, (cluster, series) => Lines(series.Name, new Dictionary<string, string>(series.Labels) { [label] = value(cluster) }, series.Values)).SelectMany(lines => lines);

    private static IEnumerable<(string Name, Dictionary<string, string> Labels, double?[] Values)> Series(int cluster)
    {
        var random = new Random(4711 + cluster);
        Dictionary<string, string> L(params (string Name, string Value)[] labels) => labels.ToDictionary(label => label.Name, label => label.Value);
        double?[] Values(Func<int, double?> at) => [.. Enumerable.Range(0, Samples).Select(at)];
        double?[] Counter(double rate, int reset)
        {
            var sum = random.NextDouble() * 100;
            return Values(i => sum = i == reset ? random.NextDouble() : sum + random.NextDouble() * rate);
        }

        for (var job = 0; job < 2 + cluster % 2; job++)
        {
            for (var instance = 0; instance < 3; instance++)
            {
                var labels = L(("job", $"job{job}"), ("instance", $"i{instance}"));
                var isDown = cluster == 2 && job == 0 && instance == 1;
                yield return ("up", labels, Values(i => isDown && i > 120 ? 0 : 1));
                yield return ("memory_bytes", labels, Values(i => i is > 60 and < 90 && instance == 2 ? null : Math.Round(random.NextDouble() * 1e9)));
                foreach (var code in new[] { "200", "404", "500" }.Take(2 + instance % 2))
                {
                    yield return ("requests_total", new(labels) { ["code"] = code }, Counter(instance + 5, 40 * (job + 1) + cluster));
                }
            }
        }

        var counts = new double[Bounds.Length];
        var buckets = Bounds.Select(_ => new double?[Samples]).ToArray();
        for (var i = 0; i < Samples; i++)
        {
            for (var b = 0; b < Bounds.Length; b++)
            {
                counts[b] += Math.Floor(random.NextDouble() * (6 - b)) + (b > 0 ? counts[b - 1] - (i == 0 ? 0 : buckets[b - 1][i - 1] ?? 0) : 0);
                buckets[b][i] = counts[b];
            }
        }

        for (var b = 0; b < Bounds.Length; b++)
        {
            yield return ("duration_seconds_bucket", L(("job", "job0"), ("le", Bounds[b])), buckets[b]);
        }

        yield return ("duration_seconds_count", L(("job", "job0")), buckets[^1]);
        yield return ("temperature", L(("room", $"r{cluster}"), ("site", "a")), Values(i => 20 * Math.Sin(i / 10d + cluster)));
        yield return ("temperature", L(("room", "r0"), ("site", "b")), Values(i => i < 100 ? null : -5 + random.NextDouble() * 10));
        yield return ("odd", L(("kind", "nan")), Values(i => cluster % 2 == 0 ? double.NaN : i + random.NextDouble()));
        yield return ("odd", L(("kind", "inf")), Values(i => cluster == 1 && i % 3 == 0 ? double.PositiveInfinity : cluster == 3 && i % 5 == 0 ? double.NegativeInfinity : random.NextDouble()));
        yield return ("build_info", L(("version", $"1.{cluster / 2}"), ("cluster", cluster % 2 == 0 ? "blue" : "green"), ("region", "own")), Values(_ => 1));
        yield return ("limits", L(("job", "job0")), Values(_ => 100 + cluster));
        if (cluster == 0)
        {
            yield return ("only_first", L(("job", "job0")), Values(i => i));
        }
    }

    private static IEnumerable<string> Lines(string name, IReadOnlyDictionary<string, string> labels, double?[] values)
    {
        var series = $"{name}{{{string.Join(",", labels.Select(label => $"{label.Key}=\"{label.Value}\""))}}}";
        return values.Select((value, i) => (value, i)).Where(sample => sample.value is not null).Select(sample =>
            string.Create(CultureInfo.InvariantCulture, $"{series} {Number(sample.value!.Value)} {Start + sample.i * Interval}"));
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "+Inf" : "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
