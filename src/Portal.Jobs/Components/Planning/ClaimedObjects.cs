using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Planning;

/// <summary>Objects whose name is fixed, and that somebody else has already: helm would refuse them half way.</summary>
internal static class ClaimedObjects
{
    public static async Task<IReadOnlyList<Problem>> FindAsync(
        IKubernetes cluster, string clusterName, PlannedRelease release, CancellationToken cancellationToken)
    {
        if (release.Installed)
        {
            return [];
        }

        var values = ComponentValues.Merge(release.Entry, release.Entry.LatestVersion, "");
        var objects = new ClusterObjects(cluster);
        var problems = new List<Problem>();
        foreach (var claim in release.Entry.Claims.Objects.Where(claim => values.IsEnabled(claim.EnabledBy)))
        {
            var found = await objects.FindAsync(claim.ApiVersion, claim.Kind, claim.Name, claim.Namespace, cancellationToken);
            if (found is not null && !HelmOwner.Has(found, release.Name, release.Namespace))
            {
                problems.Add(Taken(release, clusterName, claim, found));
            }
        }

        return problems;
    }

    private static Problem Taken(PlannedRelease release, string clusterName, ClaimedObject claim, JsonObject found)
    {
        var annotations = found["metadata"]?["annotations"];
        var place = claim.Namespace is null ? "" : $" in {claim.Namespace}";
        return new Problem(ProblemKind.Conflict, $"{release.Entry.Title} cannot be installed on {clusterName}",
            (string?)annotations?[HelmOwner.ReleaseName] is { } owner
                ? $"The {claim.Kind} {claim.Name}{place} belongs to the helm release {owner} in {annotations[HelmOwner.ReleaseNamespace]}."
                : $"The {claim.Kind} {claim.Name}{place} was put there by something other than helm.",
            "Remove the other installation of it, or this object when nothing needs it, and retry.");
    }
}
