using Portal.Core.Access;
using Portal.Core.Distribution.Applications;
using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>
/// Metrics of applications that clusters are made to scrape, by a monitor for the operator of Prometheus in each of them. Every method
/// checks the actor's rights and throws ProblemException.
/// </summary>
public interface IApplicationMetrics
{
    /// <summary>By name.</summary>
    Task<IReadOnlyList<ApplicationMetricSummary>> ListAsync(Actor actor, CancellationToken cancellationToken);

    Task<ApplicationMetricDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>What of a cluster can be picked: its namespaces, and the services or pods of one of them.</summary>
    Task<MonitorPlace> LookAsync(Guid clusterId, MonitorKind kind, string @namespace, Actor actor, CancellationToken cancellationToken);

    /// <summary>The monitor as it would be written, and what each cluster would make of it. Changes nothing.</summary>
    /// <param name="id">The metric that is changed; null for a new one.</param>
    Task<MonitorPreview> PreviewAsync(Guid? id, ApplicationMetricRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Stores it, and starts the operation that writes it to its clusters.</summary>
    Task<ApplicationMetricStarted> CreateAsync(ApplicationMetricRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Changes it. Its name and fleet stay.</summary>
    Task<ApplicationMetricStarted> UpdateAsync(Guid id, ApplicationMetricRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Starts its removal from all clusters, after which it is forgotten. Returns the operation's id.</summary>
    /// <param name="confirm">Its name, as typed.</param>
    Task<Guid> RemoveAsync(Guid id, string? confirm, Actor actor, CancellationToken cancellationToken);

    /// <summary>What the Prometheus of each of its clusters makes of it now.</summary>
    Task<MetricTargets> TargetsAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}

/// <summary>A row of the list.</summary>
/// <param name="Delivery">How far its monitor is on its clusters.</param>
public sealed record ApplicationMetricSummary(Guid Id, MonitorSettings Settings, DateTimeOffset UpdatedAt, string UpdatedBy, ApplicationSummary Delivery)
{
    public string Name => Delivery.Name;
}

/// <param name="ClusterNames">Of the fleet; empty for all of it.</param>
/// <param name="IsOverridden">Whether its monitor was changed by hand since, as an application's.</param>
/// <param name="Yaml">The monitor, as it is written.</param>
public sealed record ApplicationMetricDetail(
    ApplicationMetricSummary Summary, IReadOnlyList<string> ClusterNames, int Revision, bool IsOverridden, string Yaml, IReadOnlyList<ApplicationClusterView> Clusters);

/// <summary>Whether what is scraped answers.</summary>
/// <param name="Coverage">Of which clusters it is known.</param>
public sealed record MetricTargets(IReadOnlyList<MetricTarget> Targets, Coverage Coverage, DateTimeOffset At);

/// <summary>Something that a cluster's Prometheus scrapes.</summary>
/// <param name="Health">"up", "down", or "unknown" before its first scrape.</param>
/// <param name="Error">Why the last scrape failed; else empty.</param>
/// <param name="Samples">How many samples the last scrape brought, after what is dropped; null where that is not known.</param>
public sealed record MetricTarget(
    string Cluster, string Url, string Job, string Instance, string Health, string Error, DateTimeOffset? LastScrape, TimeSpan? Took, double? Samples);
