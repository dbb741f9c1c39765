using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components;

/// <summary>What finalizers hold of a release that helm could not remove: helm only says that it is still there.</summary>
internal static partial class HeldObjects
{
    /// <summary>The problem with the finalizers that hold the objects it names, or as it is.</summary>
    /// <param name="record">Helm's record of the release, as it was before: helm forgets it all the same.</param>
    public static async Task<ProblemException> ExplainAsync(
        IKubernetes cluster, LoadedRelease release, V1Secret record, ProblemException failed, CancellationToken cancellationToken)
    {
        var named = Named().Matches(failed.Problem.Why).Select(match => (Kind: match.Groups["kind"].Value, Name: match.Groups["name"].Value)).ToHashSet();
        if (named.Count == 0)
        {
            return failed;
        }

        try
        {
            var manifest = ReleaseManifest.Read(record, [.. named.Select(item => item.Kind)]);
            var objects = new ClusterObjects(cluster);
            foreach (var item in (manifest ?? []).Where(item => named.Contains((item.Kind, item.Name))))
            {
                var space = item.Namespace.Length > 0 ? item.Namespace : release.Row.Namespace;
                var live = await objects.FindAsync(item.ApiVersion, item.Kind, item.Name, space, cancellationToken);
                if (live?["metadata"]?["finalizers"] is JsonArray { Count: > 0 } finalizers)
                {
                    return new ProblemException(failed.Problem with
                    {
                        Why = $"{item.Kind} {item.Name} is being deleted, and held by its finalizers ({string.Join(", ", finalizers.Select(finalizer => (string?)finalizer))}).",
                        Remedy = "Look at its finalizers and at the log of its controller, mend the cause, and retry.",
                    }, failed);
                }
            }
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error))
        {
            // helm's own words tell less, and are true.
        }

        return failed;
    }

    [GeneratedRegex(@"resource (?<kind>\w+)/(?:[^/\s]*/)?(?<name>\S+) still exists")]
    private static partial Regex Named();
}
