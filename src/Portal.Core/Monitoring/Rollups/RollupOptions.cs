namespace Portal.Core.Monitoring.Rollups;

/// <summary>What is kept of the metrics of clusters. The defaults fit; each is bound from "Rollups:…".</summary>
public sealed class RollupOptions
{
    public const string Section = "Rollups";

    /// <summary>The time between two samples.</summary>
    public TimeSpan Step { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its time a sample is asked for: by then it has been scraped.</summary>
    public TimeSpan Lag { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How far back a cluster is asked for what the portal missed, and a new one for what was before it.</summary>
    public TimeSpan Backfill { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long samples are kept.</summary>
    public TimeSpan KeepSamples { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long the rows of hours are kept, in months.</summary>
    public int KeepHoursMonths { get; set; } = 13;

    /// <summary>Clusters that are asked at the same time.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>Parts (as namespaces) of one figure of one cluster; a cluster with more keeps the whole alone.</summary>
    public int MaxParts { get; set; } = 500;
}
