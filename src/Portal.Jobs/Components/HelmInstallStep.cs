using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Helm;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>
/// Installs or upgrades. Looks at helm's history first: a revision made since this step's checkpoint is this operation's
/// own, from a worker that was stopped, and is adopted when it is deployed and cleared when it was cut off.
/// </summary>
internal sealed class HelmInstallStep(
    ReleaseLoader releases,
    ReleaseRecorder recorder,
    HelmCli helm,
    ChartStore charts,
    ChartDefinitions definitions,
    InterruptedRelease interrupted,
    UpgradeReturn back,
    IClusterConnections connections,
    IOptions<ComponentsOptions> options) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var release = await releases.LoadAsync(context, cancellationToken);
        var access = await connections.ReadAccessAsync(context.ClusterId, cancellationToken);
        context.Hide(access.Token);
        var run = new HelmRun(access, context.Info, options.Value.HelmTimeout);

        var begun = context.Checkpoint<HelmCheckpoint>();
        if (begun?.Failure is { } failure)
        {
            throw await back.RunAsync(release, failure, context, cancellationToken);
        }

        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        var history = await ReleaseHistory.ReadAsync(cluster, release.Helm, cancellationToken);
        if (begun is not null && history.IsDeployedSince(begun.BaseRevision))
        {
            context.Info($"Revision {history.LatestNumber} is deployed already, by an earlier run of this step.");
        }
        else
        {
            history = await interrupted.RecoverAsync(release, history, begun, run, context, cancellationToken);
            await ApplyAsync(release, history, run, context, cancellationToken);
            history = await ReleaseHistory.ReadAsync(cluster, release.Helm, cancellationToken);
        }

        var action = context.Kind == OperationKinds.InstallComponent ? "install" : "upgrade";
        await recorder.RecordAsync(release, history.LatestNumber, action, context, cancellationToken);
        await context.ReportAsync($"{release.Entry.Title} {release.Version}, revision {history.LatestNumber}", cancellationToken);
    }

    private async Task ApplyAsync(LoadedRelease release, HelmHistory before, HelmRun run, StepContext context, CancellationToken cancellationToken)
    {
        var chart = await charts.GetAsync(release.Entry, release.Version, cancellationToken);
        if (context.Kind == OperationKinds.UpgradeComponent)
        {
            await definitions.UpdateAsync(release, chart, context, cancellationToken);
            var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
            await FinishedJobs.ClearAsync(cluster, release, context, cancellationToken);
            await KeptDefinitions.KeepAsync(cluster, release, before, cancellationToken);
        }

        // Before the call: whoever resumes can tell this step's revision from older ones.
        await context.SaveCheckpointAsync(new HelmCheckpoint(before.LatestNumber), cancellationToken);
        try
        {
            await helm.InstallOrUpgradeAsync(
                release.Helm, chart.File, new HelmValues(release.Values.Defaults, release.Values.Given), release.Marks, run, cancellationToken);
        }
        catch (ProblemException failed)
        {
            var told = await HookJobs.ExplainAsync(await connections.ConnectAsync(context.ClusterId, cancellationToken), release, failed, cancellationToken);
            if (failed.Problem.Kind == ProblemKind.Unavailable || !UpgradeReturn.IsWanted(release, context))
            {
                throw told;
            }

            // A revision that helm itself has given up may have changed the half of its objects.
            var history = await ReleaseHistory.ReadAsync(
                await connections.ConnectAsync(context.ClusterId, cancellationToken), release.Helm, cancellationToken);
            if (history.Latest is not { Status: "failed" } half || half.Revision <= before.LatestNumber)
            {
                throw told;
            }

            await recorder.RecordAsync(release, half.Revision, "upgrade", context, cancellationToken);
            throw await back.RunAsync(release, told.Problem, context, cancellationToken);
        }
    }
}
