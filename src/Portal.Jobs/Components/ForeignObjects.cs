using k8s;
using k8s.Models;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Helm;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Components.Planning;

namespace Portal.Jobs.Components;

/// <summary>Refuses to install over what somebody else's helm or kubectl has put there.</summary>
internal static class ForeignObjects
{
    public static async Task RefuseAsync(IKubernetes cluster, LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        var planned = new PlannedRelease(release.Entry, release.Row.ReleaseName, release.Row.Namespace, release.Row.Id, release.Row.Revision > 0);
        if (await FindAsync(cluster, planned, context.ClusterName, cancellationToken) is [var first, ..])
        {
            throw new ProblemException(first);
        }

        context.Info("No release or definition of somebody else is in the way");
    }

    /// <summary>All that is in the way; empty when nothing is.</summary>
    public static async Task<IReadOnlyList<Problem>> FindAsync(
        IKubernetes cluster, PlannedRelease release, string clusterName, CancellationToken cancellationToken) =>
    [
        .. await FindEndingNamespaceAsync(cluster, release, clusterName, cancellationToken),
        .. await FindForeignReleaseAsync(cluster, release, clusterName, cancellationToken),
        .. await FindForeignDefinitionsAsync(cluster, release, clusterName, cancellationToken),
        .. await ClaimedObjects.FindAsync(cluster, clusterName, release, cancellationToken),
    ];

    private static async Task<IEnumerable<Problem>> FindEndingNamespaceAsync(
        IKubernetes cluster, PlannedRelease release, string clusterName, CancellationToken cancellationToken)
    {
        var home = await OptionalRead.FindAsync(() => cluster.CoreV1.ReadNamespaceAsync(release.Namespace, cancellationToken: cancellationToken));
        if (home?.Metadata.DeletionTimestamp is not { } since)
        {
            return [];
        }

        var waiting = string.Join(" ", (home.Status?.Conditions ?? []).Where(condition => condition.Status == "True").Select(condition => condition.Message));
        return
        [
            new Problem(ProblemKind.Conflict, $"The namespace {release.Namespace} of {clusterName} is being deleted",
                $"It is since {since:u}. {waiting}".TrimEnd(),
                "Wait until it is gone, or remove the finalizers that hold it, and retry."),
        ];
    }

    private static async Task<IEnumerable<Problem>> FindForeignReleaseAsync(
        IKubernetes cluster, PlannedRelease release, string clusterName, CancellationToken cancellationToken)
    {
        if (release.Installed)
        {
            return [];
        }

        var records = await ReleaseMark.ReadRecordsAsync(cluster, release.Name, release.Namespace, cancellationToken);
        return records is [.., var last] && (release.Id is not { } id || ReleaseMark.IsForeign(last, id))
            ? [
                new Problem(ProblemKind.Conflict, $"{release.Entry.Title} is on {clusterName} already, and not by the portal",
                    $"helm has a release {release.Name} in the namespace {release.Namespace} ({last.GetLabel("status")}, revision {last.GetLabel("version")}).",
                    $"Adopt it on the cluster's page, or uninstall it (helm uninstall {release.Name} -n {release.Namespace}) and retry."),
            ]
            : [];
    }

    private static async Task<IEnumerable<Problem>> FindForeignDefinitionsAsync(
        IKubernetes cluster, PlannedRelease release, string clusterName, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        // A chart without definitions builds on those of another release.
        var names = release.Entry.Chart.Crds == ChartCrds.None ? [] : release.Entry.Readiness.Crds.Union(release.Entry.Leftovers.Crds);
        foreach (var name in names)
        {
            var definition = await OptionalRead.FindAsync(() => cluster.ApiextensionsV1.ReadCustomResourceDefinitionAsync(name, cancellationToken: cancellationToken));
            if (definition is null)
            {
                continue;
            }

            var owner = (Name: definition.GetAnnotation(HelmOwner.ReleaseName), Namespace: definition.GetAnnotation(HelmOwner.ReleaseNamespace));
            var foreign = owner.Name is null
                ? release.Entry.Chart.Crds == ChartCrds.Templates
                : owner != (release.Name, release.Namespace);
            if (foreign)
            {
                problems.Add(new Problem(ProblemKind.Conflict, $"{release.Entry.Title} cannot be installed on {clusterName}",
                    owner.Name is null
                        ? $"The CustomResourceDefinition {name} was put there by something other than helm."
                        : $"The CustomResourceDefinition {name} belongs to the helm release {owner.Name} in {owner.Namespace}.",
                    "Remove the other installation of it, its definitions too (this deletes their objects), and retry."));
            }
        }

        return problems;
    }
}
