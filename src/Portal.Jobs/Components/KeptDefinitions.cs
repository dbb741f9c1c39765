using System.Net;
using k8s;
using k8s.Models;
using Portal.Core.Clusters;
using Portal.Core.Components.Helm;
using Portal.Core.Kubernetes;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components;

/// <summary>
/// Keeps helm from deleting definitions that the next revision has no more among its templates (a chart that moves them to its
/// folder crds/, or to another chart): with each definition every object of its kind would go. helm asks the live object's
/// annotation before it deletes what a new revision lacks.
/// </summary>
internal static class KeptDefinitions
{
    private const string Keep = """{"metadata":{"annotations":{"helm.sh/resource-policy":"keep"}}}""";

    /// <param name="history">helm compares the next revision with its newest, or with the newest that ran.</param>
    public static async Task KeepAsync(
        IKubernetes cluster, LoadedRelease release, HelmHistory history, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var revision in new[] { history.LatestNumber, history.LastSound?.Revision ?? 0 }.Where(revision => revision > 0).Distinct())
            {
                var manifest = await ReleaseManifest.ReadAsync(
                    cluster, release.Row.ReleaseName, release.Row.Namespace, revision, ["CustomResourceDefinition"], cancellationToken);
                foreach (var definition in (manifest ?? []).Where(item => !item.IsKept))
                {
                    await KeepAsync(cluster, definition.Name, cancellationToken);
                }
            }
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error))
        {
            throw KubernetesFaults.Describe(error, release.ClusterName);
        }
    }

    private static async Task KeepAsync(IKubernetes cluster, string name, CancellationToken cancellationToken)
    {
        try
        {
            await cluster.ApiextensionsV1.PatchCustomResourceDefinitionAsync(
                new V1Patch(Keep, V1Patch.PatchType.MergePatch), name, fieldManager: MemberAccount.FieldManager, cancellationToken: cancellationToken);
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.NotFound))
        {
            // What is gone needs no keeping.
        }
    }
}
