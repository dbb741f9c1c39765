using k8s;
using Portal.Core.Components.Catalog;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>Asks a cluster for the definitions and API versions that a component builds on, whoever brought them.</summary>
internal static class ClusterNeeds
{
    public static async Task DemandAsync(IKubernetes cluster, LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        var missing = await FindMissingAsync(cluster, release.Entry.Requirements, new HashSet<string>(), cancellationToken);
        var what = $"{release.Entry.Title} cannot be installed on {context.ClusterName}";
        if (missing.Crds is [var name, ..])
        {
            throw ProblemException.Refused(what, $"The cluster has no CustomResourceDefinition {name}.", "Install what brings it first, and retry.");
        }

        if (missing.Apis is [var api, ..])
        {
            throw ProblemException.Refused(what, $"Its API server does not serve {api}.", "Upgrade the cluster, or install what serves it, and retry.");
        }
    }

    /// <param name="brought">Definitions that come before the component, and are not asked for.</param>
    public static async Task<MissingNeeds> FindMissingAsync(
        IKubernetes cluster, ComponentRequirements needs, IReadOnlySet<string> brought, CancellationToken cancellationToken)
    {
        var (crds, apis) = (new List<string>(), new List<string>());
        foreach (var crd in needs.Crds.Where(crd => !brought.Contains(crd)))
        {
            if (await OptionalRead.FindAsync(() => cluster.ApiextensionsV1.ReadCustomResourceDefinitionAsync(crd, cancellationToken: cancellationToken)) is null)
            {
                crds.Add(crd);
            }
        }

        var objects = new ClusterObjects(cluster);
        foreach (var api in needs.Apis)
        {
            if (!await objects.ServesAsync(api, cancellationToken))
            {
                apis.Add(api);
            }
        }

        return new MissingNeeds(crds, apis);
    }
}

/// <param name="Apis">Group and version: "policy/v1".</param>
internal sealed record MissingNeeds(IReadOnlyList<string> Crds, IReadOnlyList<string> Apis);
