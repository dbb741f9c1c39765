using k8s;
using k8s.Models;
using Portal.Core.Components.Helm;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>
/// Clears what a helm that was cut off leaves behind: a revision that is pending for ever, and locks the release. A first
/// install goes away as a whole. Of anything later only helm's record goes: the revision before it is then the newest again,
/// and the next call starts from there. A roll-back to it would fail where one revision holds an object that the other
/// does not, as helm knows of either only what its own record lists.
/// </summary>
internal sealed class InterruptedRelease(HelmCli helm, IClusterConnections connections, TimeProvider clock)
{
    /// <returns>The history after the recovery.</returns>
    /// <param name="begun">The step's checkpoint: a newer revision is its own; somebody else's is left alone while it may be running.</param>
    public async Task<HelmHistory> RecoverAsync(
        LoadedRelease release, HelmHistory history, HelmCheckpoint? begun, HelmRun run, StepContext context, CancellationToken cancellationToken)
    {
        if (history.Latest is not { IsPending: true } pending)
        {
            return history;
        }

        var own = begun is not null && pending.Revision > begun.BaseRevision;
        if (!own && pending.Age(clock.GetUtcNow()) < run.TimeLimit)
        {
            throw ProblemException.Conflict(
                $"{release.Entry.Title} on {release.ClusterName} is being changed by somebody else's helm",
                $"Revision {pending.Revision} is {pending.Status} since {pending.Updated:u}.",
                "Wait until that has ended, and retry.");
        }

        context.Warn($"Revision {pending.Revision} is {pending.Status}: an earlier run was cut off. Clearing it.");
        if (history.LastSound is not null && pending.Status != "uninstalling")
        {
            await ForgetAsync(release, pending, context, cancellationToken);
        }
        else
        {
            await helm.UninstallAsync(release.Helm, run, cancellationToken);
        }

        return await ReleaseHistory.ReadAsync(await connections.ConnectAsync(context.ClusterId, cancellationToken), release.Helm, cancellationToken);
    }

    private async Task ForgetAsync(LoadedRelease release, HelmRevision pending, StepContext context, CancellationToken cancellationToken)
    {
        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        var records = await ReleaseMark.ReadRecordsAsync(cluster, release.Row.ReleaseName, release.Row.Namespace, cancellationToken);
        var record = records.FirstOrDefault(record => ReleaseMark.Revision(record) == pending.Revision);
        if (record is null)
        {
            return;
        }

        try
        {
            // As it was read and not otherwise: a helm that lives after all has changed it.
            await cluster.CoreV1.DeleteNamespacedSecretAsync(
                record.Name(),
                release.Row.Namespace,
                new V1DeleteOptions { Preconditions = new V1Preconditions { ResourceVersion = record.ResourceVersion(), Uid = record.Uid() } },
                cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (KubernetesFaults.IsFault(exception))
        {
            throw KubernetesFaults.Describe(exception, release.ClusterName);
        }
    }
}
