using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>Asks clusters what they would make of a monitor. The caller has authorised and validated.</summary>
internal sealed class MonitorPreviews(IDbContextFactory<PortalDbContext> contexts, MonitorFactsReader reader)
{
    /// <summary>Clusters of which one preview tells.</summary>
    private const int Most = 40;
    private const int AtOnce = 10;

    public async Task<MonitorPreview> RunAsync(Guid? id, ApplicationMetricRequest request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var chosen = db.Clusters.AsNoTracking().Where(cluster => cluster.FleetId == request.FleetId && cluster.JoinedAt != null && cluster.State != ClusterState.Leaving);
        if (request.ClusterNames.Count > 0)
        {
            chosen = chosen.Where(cluster => request.ClusterNames.Contains(cluster.Name));
        }

        var clusters = await chosen.OrderBy(cluster => cluster.Name).Select(cluster => new { cluster.Id, cluster.Name }).ToListAsync(cancellationToken);
        var checks = new MonitorClusterCheck[Math.Min(Most, clusters.Count)];
        await Parallel.ForAsync(0, checks.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (at, token) =>
            checks[at] = await CheckAsync(id, request, clusters[at].Id, clusters[at].Name, token));
        return new MonitorPreview(MonitorManifest.Yaml(request.Name, request.Settings), checks, clusters.Count - checks.Length);
    }

    private async Task<MonitorClusterCheck> CheckAsync(Guid? id, ApplicationMetricRequest request, Guid clusterId, string cluster, CancellationToken cancellationToken)
    {
        try
        {
            var facts = await reader.ReadAsync(clusterId, cluster, request.Settings, request.Name, cancellationToken);
            var (findings, labels) = MonitorCheck.Run(request.Name, request.Settings, facts, id);
            return new MonitorClusterCheck(clusterId, cluster, findings, labels);
        }
        catch (ProblemException error)
        {
            return new MonitorClusterCheck(clusterId, cluster, [new MonitorFinding(MonitorSeverity.Blocking, error.Problem.Why, error.Problem.Remedy)], new Dictionary<string, string>());
        }
    }
}
