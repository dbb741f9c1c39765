using k8s;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Jobs.Clusters;

/// <summary>
/// Removes from the member what join created, and writes the receipt. Bounded: a member that does not answer costs
/// <see cref="Deadline"/> once, and the receipt then names everything that may still be there.
/// </summary>
internal sealed class LeaveAccountStep(
    IDbContextFactory<PortalDbContext> contexts, IClusterConnections connections, ICredentialHandover handover, TimeProvider clock) : IOperationStep
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var receipt = new ReceiptBuilder();
        await AddComponentsAsync(context.ClusterId, receipt, cancellationToken);
        var unreached = await RemoveAsync(context, receipt, cancellationToken);
        if (unreached is not null)
        {
            receipt.LeaveAll(unreached);
        }

        var written = receipt.Build();
        await context.SaveResultAsync(written, cancellationToken);
        foreach (var left in written.Left)
        {
            context.Warn($"Left behind: {left.Kind} {left.Name}. {left.Why}");
        }

        foreach (var command in written.Commands)
        {
            context.Info($"To clear it: {command}");
        }

        if (unreached is not null)
        {
            context.Skip($"Nothing was removed: {unreached}");
            return;
        }

        await context.ReportAsync($"{written.Removed.Count} removed, {written.Left.Count} left behind", cancellationToken);
    }

    /// <summary>Why the member could not be asked, or null when it was.</summary>
    private async Task<string?> RemoveAsync(StepContext context, ReceiptBuilder receipt, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            foreach (var pause in Pauses)
            {
                try
                {
                    await RemoveOnceAsync(context, receipt, either.Token);
                    return null;
                }
                catch (ProblemException exception) when (exception.Problem.Kind == ProblemKind.Unavailable)
                {
                    context.Warn($"{exception.Problem.What}: {exception.Problem.Why} Trying again.");
                    await Task.Delay(pause, clock, either.Token);
                }
            }

            await RemoveOnceAsync(context, receipt, either.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{context.ClusterName} did not answer within {Deadline.TotalSeconds:0} seconds.";
        }
        catch (ProblemException exception)
        {
            return exception.Problem.Why;
        }
        catch (Exception exception) when (exception is not OperationCanceledException && KubernetesFaults.IsFault(exception))
        {
            return KubernetesFaults.Describe(exception, context.ClusterName).Problem.Why;
        }
    }

    private async Task RemoveOnceAsync(StepContext context, ReceiptBuilder receipt, CancellationToken cancellationToken)
    {
        var (client, uploaded) = await ConnectAsync(context.ClusterId, cancellationToken);
        using (uploaded)
        {
            await new MemberAccountRemoval(client, context, clock).RunAsync(receipt, cancellationToken);
        }
    }

    private async Task<(IKubernetes Client, IKubernetes? Uploaded)> ConnectAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        try
        {
            return (await connections.ConnectAsync(clusterId, cancellationToken), null);
        }
        catch (ProblemException exception) when (exception.Problem.Kind == ProblemKind.Conflict)
        {
            // A join that failed half-way has no token, but perhaps the credential is still in memory.
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var join = await db.Operations.AsNoTracking()
                .Where(operation => operation.ClusterId == clusterId && operation.Kind == OperationKinds.JoinCluster)
                .OrderByDescending(operation => operation.Id).Select(operation => (Guid?)operation.Id)
                .FirstOrDefaultAsync(cancellationToken);
            if (join is { } id && await handover.TakeAsync(id, cancellationToken) is { } kubeconfig)
            {
                var client = connections.Connect(kubeconfig);
                return (client, client);
            }

            throw;
        }
    }

    private async Task AddComponentsAsync(Guid clusterId, ReceiptBuilder receipt, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var releases = await db.ComponentReleases.AsNoTracking().Where(release => release.ClusterId == clusterId)
            .OrderBy(release => release.Component)
            .Select(release => new { release.Component, release.ReleaseName, release.Namespace })
            .ToListAsync(cancellationToken);
        foreach (var release in releases)
        {
            receipt.LeaveRelease(release.Component, release.ReleaseName, release.Namespace);
        }
    }
}
