namespace Portal.Core.Monitoring;

/// <summary>How the portal asks the metrics of clusters. The defaults fit; each is bound from "Monitoring:…".</summary>
public sealed class MonitoringOptions
{
    public const string Section = "Monitoring";

    /// <summary>The time a cluster has for its whole answer; after it, its part is missing and the answer says so.</summary>
    public TimeSpan MemberTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A cluster that has said nothing for so long is asked a second time; the first answer counts.</summary>
    public TimeSpan HedgeAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a cluster is left alone that failed again and again.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Questions to one cluster at the same time, per process.</summary>
    public int MaxRequestsPerCluster { get; set; } = 8;

    /// <summary>Questions to one cluster that wait for their turn before more are refused.</summary>
    public int MaxQueuedPerCluster { get; set; } = 64;

    /// <summary>Questions to all clusters at the same time, per process.</summary>
    public int MaxRequests { get; set; } = 512;

    /// <summary>Steps of a range, as Prometheus bounds them itself.</summary>
    public int MaxSteps { get; set; } = 11_000;

    /// <summary>Bytes of one cluster's answer, unpacked.</summary>
    public long MaxBytesPerCluster { get; set; } = 64 * 1024 * 1024;

    /// <summary>Series of one cluster's answer.</summary>
    public int MaxSeriesPerCluster { get; set; } = 20_000;

    /// <summary>Series of all clusters' answers to one question.</summary>
    public int MaxSeries { get; set; } = 100_000;

    /// <summary>Samples of all clusters' answers to one question.</summary>
    public long MaxSamples { get; set; } = 10_000_000;
}
