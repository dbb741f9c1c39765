using System.Net;
using k8s;
using k8s.Models;
using Portal.Core.Components.Catalog;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>Refuses to install over what somebody else's helm or kubectl has put there.</summary>
internal static class ForeignObjects
{
    private const string ReleaseName = "meta.helm.sh/release-name";
    private const string ReleaseNamespace = "meta.helm.sh/release-namespace";

    public static async Task RefuseAsync(IKubernetes cluster, LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        await RefuseEndingNamespaceAsync(cluster, release, context, cancellationToken);
        await RefuseForeignReleaseAsync(cluster, release, context, cancellationToken);
        await RefuseForeignDefinitionsAsync(cluster, release, context, cancellationToken);
        context.Info("No release or definition of somebody else is in the way");
    }

    private static async Task RefuseEndingNamespaceAsync(
        IKubernetes cluster, LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        var home = await FindAsync(() => cluster.CoreV1.ReadNamespaceAsync(release.Row.Namespace, cancellationToken: cancellationToken));
        if (home?.Metadata.DeletionTimestamp is { } since)
        {
            var waiting = string.Join(" ", (home.Status?.Conditions ?? []).Where(condition => condition.Status == "True").Select(condition => condition.Message));
            throw ProblemException.Conflict($"The namespace {release.Row.Namespace} of {context.ClusterName} is being deleted",
                $"It is since {since:u}. {waiting}".TrimEnd(),
                "Wait until it is gone, or remove the finalizers that hold it, and retry.");
        }
    }

    private static async Task RefuseForeignReleaseAsync(
        IKubernetes cluster, LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        var records = await ReleaseMark.ReadRecordsAsync(cluster, release.Row.ReleaseName, release.Row.Namespace, cancellationToken);
        if (release.Row.Revision == 0 && records.Count > 0 && ReleaseMark.IsForeign(records[^1], release.Row.Id))
        {
            throw ProblemException.Conflict($"{release.Entry.Title} is on {context.ClusterName} already, and not by the portal",
                $"helm has a release {release.Row.ReleaseName} in the namespace {release.Row.Namespace} ({records[^1].GetLabel("status")}, revision {records[^1].GetLabel("version")}).",
                $"Uninstall it (helm uninstall {release.Row.ReleaseName} -n {release.Row.Namespace}), and retry.");
        }
    }

    private static async Task RefuseForeignDefinitionsAsync(
        IKubernetes cluster, LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        foreach (var name in release.Entry.Readiness.Crds.Union(release.Entry.Leftovers.Crds))
        {
            var definition = await FindAsync(() => cluster.ApiextensionsV1.ReadCustomResourceDefinitionAsync(name, cancellationToken: cancellationToken));
            if (definition is null)
            {
                continue;
            }

            var owner = (Name: definition.GetAnnotation(ReleaseName), Namespace: definition.GetAnnotation(ReleaseNamespace));
            var foreign = owner.Name is null
                ? release.Entry.Chart.Crds == ChartCrds.Templates
                : owner != (release.Row.ReleaseName, release.Row.Namespace);
            if (foreign)
            {
                throw ProblemException.Conflict($"{release.Entry.Title} cannot be installed on {context.ClusterName}",
                    owner.Name is null
                        ? $"The CustomResourceDefinition {name} was put there by something other than helm."
                        : $"The CustomResourceDefinition {name} belongs to the helm release {owner.Name} in {owner.Namespace}.",
                    "Remove the other installation of it, its definitions too (this deletes their objects), and retry.");
            }
        }
    }

    private static async Task<T?> FindAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.NotFound))
        {
            return null;
        }
    }
}
