using k8s;
using k8s.Models;
using Portal.Core.Clusters;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Values;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;

namespace Portal.Jobs.Components;

/// <summary>
/// Brings CRDs up to date that lie in a chart's folder crds/: helm installs them once and never upgrades them, so that a
/// newer operator would meet definitions that lack its fields.
/// </summary>
internal sealed class ChartDefinitions(HelmCli helm, IClusterConnections connections)
{
    private static readonly YamlLimits Limits = new(4 * 1024 * 1024, 400_000, 128);

    public async Task UpdateAsync(LoadedRelease release, FetchedChart chart, StepContext context, CancellationToken cancellationToken)
    {
        if (release.Entry.Chart.Crds != ChartCrds.Folder)
        {
            return;
        }

        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        var text = await helm.ShowCrdsAsync(chart.File, cancellationToken);
        foreach (var document in text.Split("\n---", StringSplitOptions.RemoveEmptyEntries))
        {
            var definition = StrictYaml.Parse(document.TrimStart('-'), Limits);
            if ((string?)definition?["kind"] is not "CustomResourceDefinition" || (string?)definition["metadata"]?["name"] is not { } name)
            {
                continue;
            }

            try
            {
                await cluster.ApiextensionsV1.PatchCustomResourceDefinitionAsync(
                    new V1Patch(definition.ToJsonString(), V1Patch.PatchType.ApplyPatch), name,
                    fieldManager: MemberAccount.FieldManager, force: true, cancellationToken: cancellationToken);
            }
            catch (Exception error) when (KubernetesFaults.IsFault(error))
            {
                throw KubernetesFaults.Describe(error, release.ClusterName);
            }

            context.Info($"CustomResourceDefinition {name} is up to date");
        }
    }
}
