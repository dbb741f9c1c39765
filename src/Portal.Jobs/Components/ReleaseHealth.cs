using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Core.Secrets;
using Portal.Jobs.Components.Readiness;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Components;

/// <summary>
/// Keeps Ready and Degraded true between operations. A cluster that does not answer says nothing of its releases: they stay
/// as they are, and the cluster itself is shown as unreachable.
/// </summary>
internal sealed class ReleaseHealth(
    IDbContextFactory<PortalDbContext> contexts,
    ComponentCatalog catalog,
    SecretProtector protector,
    ManifestReadiness manifests,
    IClusterConnections connections,
    TimeProvider clock) : IRecurringJob
{
    private const int Concurrency = 16;
    private const int MaxReason = 2000;
    private static readonly TimeSpan BeforeSecondLook = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly ReleaseState[] Settled = [ReleaseState.Ready, ReleaseState.Degraded];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var releases = await db.ComponentReleases.AsNoTracking()
            .Where(release => Settled.Contains(release.State)
                && (release.Cluster!.State == ClusterState.Healthy || release.Cluster.State == ClusterState.Degraded))
            .Select(release => new Watched(release.Id, release.ClusterId, release.Component, release.Version, release.State, release.StateReason, release.ProtectedValues, release.ProtectedLayer,
                release.ReleaseName, release.Namespace, release.Revision))
            .ToListAsync(cancellationToken);
        await Parallel.ForEachAsync(
            releases,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (release, token) => await CheckAsync(release, token));
    }

    private async Task CheckAsync(Watched release, CancellationToken cancellationToken)
    {
        if (catalog.Find(release.Component) is not { } entry)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var given = release.ProtectedValues is { } cipher ? protector.Unprotect(SecretProtector.ReleaseValues, cipher) : "";
            var layer = release.ProtectedLayer is { } applied
                ? new SystemLayer(ComponentValues.Parse(protector.Unprotect(SecretProtector.ReleaseValues, applied)), [])
                : null;
            var values = ComponentValues.Merge(entry, release.Version, given, layer);
            var cluster = await connections.ConnectAsync(release.ClusterId, either.Token);
            var wanted = await manifests.ReadAsync(
                cluster, entry, new ReleaseRevision(release.Id, release.ReleaseName, release.Namespace, release.Revision), again: false, either.Token);
            var report = await ReadinessReader.ReadAsync(cluster, entry, wanted, values, either.Token);
            if (report.Ready != (release.State == ReleaseState.Ready))
            {
                // A pod that was just replaced is no change of state: what two looks in a row say is.
                await Task.Delay(BeforeSecondLook, clock, either.Token);
                var again = await ReadinessReader.ReadAsync(cluster, entry, wanted, values, either.Token);
                if (again.Ready != report.Ready)
                {
                    return;
                }

                report = again;
            }

            await WriteAsync(release, report, cancellationToken);
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error) || error is ProblemException or StrictYamlException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // No answer, no news.
        }
    }

    private async Task WriteAsync(Watched release, ReadinessReport report, CancellationToken cancellationToken)
    {
        var state = report.Ready ? ReleaseState.Ready : ReleaseState.Degraded;
        var reason = report.Ready ? "" : report.Summary.Length > MaxReason ? report.Summary[..MaxReason] : report.Summary;
        if (state == release.State && reason == release.StateReason)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var since = state == release.State ? (DateTimeOffset?)null : now;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Only what no operation has taken up meanwhile.
        await db.ComponentReleases.Where(row => row.Id == release.Id && row.State == release.State)
            .ExecuteUpdateAsync(
                row => row.SetProperty(r => r.State, state).SetProperty(r => r.StateReason, reason).SetProperty(r => r.StateSince, r => since ?? r.StateSince),
                cancellationToken);
    }

    private sealed record Watched(
        Guid Id, Guid ClusterId, string Component, string Version, ReleaseState State, string StateReason, byte[]? ProtectedValues, byte[]? ProtectedLayer,
        string ReleaseName, string Namespace, int Revision);
}
