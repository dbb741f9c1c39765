using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Helm;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>Uninstalls what the portal installed; somebody else's release of the same name is left alone.</summary>
internal sealed class HelmUninstallStep(
    ReleaseLoader releases, HelmCli helm, IClusterConnections connections, IOptions<ComponentsOptions> options, TimeProvider clock) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (await releases.FindAsync(context, cancellationToken) is not { } release)
        {
            context.Skip("The release is gone already");
            return;
        }

        var access = await connections.ReadAccessAsync(context.ClusterId, cancellationToken);
        context.Hide(access.Token);
        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        var records = await ReleaseMark.ReadRecordsAsync(cluster, release.Row.ReleaseName, release.Row.Namespace, cancellationToken);
        if (records.Count == 0)
        {
            context.Skip("helm has no release of it in the cluster");
            return;
        }

        if (release.Row.Revision == 0 && ReleaseMark.IsForeign(records[^1], release.Row.Id))
        {
            context.Warn($"The release {release.Row.ReleaseName} in {release.Row.Namespace} was not made by the portal and is left as it is.");
            context.Skip("The release in the cluster is somebody else's");
            return;
        }

        await UserObjects.ClearAsync(cluster, release, ReleaseMark.Revision(records[^1]), clock, context, cancellationToken);
        try
        {
            await helm.UninstallAsync(release.Helm, new HelmRun(access, context.Info, options.Value.HelmTimeout), cancellationToken);
        }
        catch (ProblemException failed)
        {
            throw await HeldObjects.ExplainAsync(cluster, release, records[^1], failed, cancellationToken);
        }

        await context.ReportAsync($"{release.Entry.Title} is uninstalled", cancellationToken);
    }
}
