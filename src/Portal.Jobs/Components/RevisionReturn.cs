using Portal.Core.Components.Helm;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>
/// Brings a former revision of a release back. helm does not roll back over an object that is in the cluster and in that
/// revision, but not in the one that runs: a definition that was kept when its chart moved it. An upgrade to the former
/// chart and values takes such objects over, as they bear the release's name.
/// </summary>
internal sealed class RevisionReturn(HelmCli helm, ChartStore charts)
{
    /// <param name="former">The release as it is to be again: its version and values.</param>
    public async Task RunAsync(LoadedRelease former, int goal, HelmRun run, StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            await helm.RollBackAsync(former.Helm, goal, run, cancellationToken);
        }
        catch (ProblemException refused) when (HelmCli.IsOfUnknownOriginal(refused.Problem))
        {
            context.Info($"helm does not roll back over what the revision that runs lacks: {former.Entry.Title} is brought back by an upgrade to {former.Version} and its former values.");
            var chart = await charts.GetAsync(former.Entry, former.Version, cancellationToken);
            await helm.InstallOrUpgradeAsync(
                former.Helm, chart.File, new HelmValues(former.Values.Defaults, former.Values.Given), former.Marks, run, cancellationToken);
        }
    }
}
