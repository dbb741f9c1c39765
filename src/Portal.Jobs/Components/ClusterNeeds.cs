using System.Net;
using k8s;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>Asks a cluster for the definitions and API versions that a component builds on, whoever brought them.</summary>
internal static class ClusterNeeds
{
    public static async Task DemandAsync(IKubernetes cluster, LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        var needs = release.Entry.Requirements;
        foreach (var name in needs.Crds)
        {
            if (!await IsThereAsync(() => cluster.ApiextensionsV1.ReadCustomResourceDefinitionAsync(name, cancellationToken: cancellationToken)))
            {
                throw ProblemException.Refused($"{release.Entry.Title} cannot be installed on {context.ClusterName}",
                    $"The cluster has no CustomResourceDefinition {name}.", "Install what brings it first, and retry.");
            }
        }

        foreach (var api in needs.Apis)
        {
            var (group, version) = api.Split('/') is [var first, var second] ? (first, second) : ("", api);
            var served = group.Length == 0
                ? await IsThereAsync(() => cluster.CoreV1.GetAPIResourcesAsync(cancellationToken))
                : await IsThereAsync(() => cluster.CustomObjects.GetAPIResourcesAsync(group, version, cancellationToken));
            if (!served)
            {
                throw ProblemException.Refused($"{release.Entry.Title} cannot be installed on {context.ClusterName}",
                    $"Its API server does not serve {api}.", "Upgrade the cluster, or install what serves it, and retry.");
            }
        }
    }

    private static async Task<bool> IsThereAsync<T>(Func<Task<T>> read)
    {
        try
        {
            await read();
            return true;
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.NotFound))
        {
            return false;
        }
    }
}
