using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Distribution;

/// <summary>
/// Looks at what is delivered: each application on each cluster once in a while, some at a time. What cannot be asked is
/// unknown, and never ready.
/// </summary>
internal sealed class ApplicationSweep(
    DeliveryLoader loader, ApplicationLook look, InventoryStore inventory, ApplicationRepair repair, IDbContextFactory<PortalDbContext> contexts,
    TimeProvider clock) : IRecurringJob
{
    private const int AtOnce = 50;
    private const int Concurrency = 4;
    private const int Told = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var due = await ReadDueAsync(cancellationToken);
        foreach (var same in due.GroupBy(one => (one.ApplicationId, one.Revision)))
        {
            // What is stored is decrypted and read once, however many clusters have it.
            if (await loader.ReadAsync(same.Key.ApplicationId, same.Key.Revision, cancellationToken) is { } revision)
            {
                await Parallel.ForEachAsync(same, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
                    async (one, token) => await LookAsync(revision, one, token));
            }
        }
    }

    private async Task<List<Due>> ReadDueAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - Interval;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ApplicationClusters.AsNoTracking()
            .Where(row => row.DeliveredRevision != null && row.State != ClusterDelivery.Pending
                && (row.Cluster!.State == ClusterState.Healthy || row.Cluster.State == ClusterState.Degraded || row.Cluster.State == ClusterState.Unreachable)
                && (row.CheckedAt == null || row.CheckedAt < oldest))
            .OrderBy(row => row.CheckedAt != null).ThenBy(row => row.CheckedAt).Take(AtOnce)
            .Select(row => new Due(row.ApplicationId, row.ClusterId, row.Cluster!.Name, row.DeliveredRevision!.Value, row.Replicas))
            .ToListAsync(cancellationToken);
    }

    private async Task LookAsync(LoadedRevision revision, Due due, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            if (await loader.LoadAsync(revision, due.ClusterId, due.Replicas, either.Token) is { } delivery)
            {
                var drifted = (await look.RunAsync(delivery, either.Token)).Where(one => one.Seen.Health is ObjectHealth.OutOfSync or ObjectHealth.Missing).ToList();
                if (drifted.Count > 0 && revision.Policy.SelfHeal == true)
                {
                    var reason = string.Join(" ", drifted.Take(Told).Select(one => $"{one.Label}: {one.Seen.Reason}"));
                    await repair.StartAsync(due.ApplicationId, due.ClusterId, reason, either.Token);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await inventory.UnknownAsync(due.ApplicationId, due.ClusterId, $"Cluster {due.ClusterName} did not answer within {Deadline.TotalSeconds:0} seconds.", cancellationToken);
        }
        catch (Exception error) when (error is ProblemException || KubernetesFaults.IsFault(error))
        {
            var problem = KubernetesFaults.Describe(error, due.ClusterName).Problem;
            await inventory.UnknownAsync(due.ApplicationId, due.ClusterId, $"{problem.What}: {problem.Why}", cancellationToken);
        }
    }

    private sealed record Due(Guid ApplicationId, Guid ClusterId, string ClusterName, int Revision, Dictionary<string, int> Replicas);
}
