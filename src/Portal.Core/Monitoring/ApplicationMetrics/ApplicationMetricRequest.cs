namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>A metric of an application that clusters are to scrape.</summary>
/// <param name="Name">The monitor's name on each cluster; unique in the portal, among applications as well.</param>
/// <param name="ClusterNames">Of the fleet; empty for all of it.</param>
/// <param name="Revision">The revision that was read; for a change.</param>
/// <param name="ConfirmDeletions">On how many clusters it is removed, where that asks to be confirmed.</param>
public sealed record ApplicationMetricRequest(
    string Name, Guid FleetId, IReadOnlyList<string> ClusterNames, MonitorSettings Settings, int? Revision = null, int? ConfirmDeletions = null);

/// <summary>What was stored, and the operation that writes it to clusters.</summary>
public sealed record ApplicationMetricStarted(Guid Id, Guid OperationId);
