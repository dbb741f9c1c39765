namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>How bad something is that was found of a monitor on a cluster.</summary>
public enum MonitorSeverity
{
    /// <summary>It is as it should be.</summary>
    Good,

    /// <summary>It can be written, and may bring nothing.</summary>
    Warning,

    /// <summary>It cannot be written there.</summary>
    Blocking,
}

/// <summary>Something that was found of a monitor on a cluster.</summary>
/// <param name="Remedy">What a person can do; empty where nothing is wrong.</param>
public sealed record MonitorFinding(MonitorSeverity Severity, string Words, string Remedy = "");

/// <summary>What a cluster would make of a monitor.</summary>
/// <param name="LabelsToAdd">With these its Prometheus would select the monitor; empty where none are lacking or none would help.</param>
public sealed record MonitorClusterCheck(Guid ClusterId, string ClusterName, IReadOnlyList<MonitorFinding> Findings, IReadOnlyDictionary<string, string> LabelsToAdd)
{
    public MonitorSeverity Worst => Findings.Count == 0 ? MonitorSeverity.Good : Findings.Max(finding => finding.Severity);
}

/// <summary>A monitor before it is written.</summary>
/// <param name="Unchecked">How many clusters more there are than are asked at once.</param>
public sealed record MonitorPreview(string Yaml, IReadOnlyList<MonitorClusterCheck> Clusters, int Unchecked);
