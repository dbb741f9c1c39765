using System.Diagnostics.Metrics;
using Portal.Core.Clusters;

namespace Portal.Jobs.Clusters.Health;

/// <summary>How the sweep keeps up, as OpenTelemetry instruments. Without names of clusters: an estate has too many.</summary>
internal sealed class HealthMeter
{
    private readonly Histogram<double> _sweep;
    private readonly Histogram<double> _check;
    private readonly Histogram<double> _lateness;

    public HealthMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _sweep = Create("portal.health.sweep.duration", "From the first cluster that is due until none is due any more.", [0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 45, 60, 90, 120, 300]);
        _check = Create("portal.health.check.duration", "Of one look at one cluster.", [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25]);
        _lateness = Create("portal.health.check.lateness", "From when a look was due until it began.", [0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300]);

        Histogram<double> Create(string name, string description, double[] bounds) => meter.CreateHistogram(
            name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
    }

    public static string Name => "Portal.Health";

    public void Swept(bool failing, TimeSpan duration) =>
        _sweep.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("lane", failing ? "failing" : "answering"));

    public void Checked(ClusterState seen, TimeSpan duration) =>
        _check.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("state", seen.ToString()));

    public void Began(TimeSpan lateness) => _lateness.Record(Math.Max(0, lateness.TotalSeconds));
}
