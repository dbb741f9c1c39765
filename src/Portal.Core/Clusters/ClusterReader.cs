using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Clusters;

/// <summary>Reads one cluster for its page: two projected queries.</summary>
internal static class ClusterReader
{
    public static async Task<ClusterDetail> ReadAsync(
        PortalDbContext db, Expression<Func<Cluster, bool>> which, CancellationToken cancellationToken)
    {
        var summary = await db.Clusters.AsNoTracking().Where(which).Select(ClusterProjections.Summary)
            .SingleOrDefaultAsync(cancellationToken) ?? throw Unknown();
        var rest = await db.Clusters.AsNoTracking().Where(cluster => cluster.Id == summary.Id)
            .Select(cluster => new
            {
                cluster.Labels,
                cluster.Taints,
                cluster.ApiServer,
                cluster.ClusterUid,
                cluster.ApiLatencyMilliseconds,
                cluster.LastCheckedAt,
                cluster.CpuCapacity,
                cluster.MemoryCapacity,
                cluster.PodCapacity,
                cluster.Pods,
                cluster.JoinedAt,
                cluster.CreatedAt,
                cluster.CreatedBy,
                cluster.Version,
                Credential = db.ClusterCredentials.Where(credential => credential.ClusterId == cluster.Id)
                    .Select(credential => new { credential.ExpiresAt, credential.RenewalProblem }).SingleOrDefault(),
            })
            .SingleOrDefaultAsync(cancellationToken) ?? throw Unknown();
        return new ClusterDetail(
            summary,
            rest.Labels,
            rest.Taints,
            rest.ApiServer,
            rest.ClusterUid,
            rest.ApiLatencyMilliseconds,
            rest.LastCheckedAt,
            rest.CpuCapacity,
            rest.MemoryCapacity,
            rest.PodCapacity,
            rest.Pods,
            rest.JoinedAt,
            rest.CreatedAt,
            rest.CreatedBy,
            rest.Credential?.ExpiresAt,
            rest.Credential?.RenewalProblem ?? "",
            rest.Version);
    }

    public static async Task<string> ReadNameAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken) =>
        await db.Clusters.AsNoTracking().Where(cluster => cluster.Id == id).Select(cluster => cluster.Name)
            .SingleOrDefaultAsync(cancellationToken) ?? throw Unknown();

    public static ProblemException Unknown() => ProblemException.NotFound("There is no such cluster");
}
