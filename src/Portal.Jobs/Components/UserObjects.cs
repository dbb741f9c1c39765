using System.Net;
using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Components.Helm;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components;

/// <summary>
/// Keeps an uninstall from taking along what people made: objects whose definition the chart would delete, and objects that
/// could never be deleted once the controller that clears their finalizers is gone.
/// </summary>
internal static class UserObjects
{
    private const int Most = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>Throws a Conflict that names the objects. Deletes those that the release itself made, while their controller is there.</summary>
    public static async Task ClearAsync(
        IKubernetes cluster, LoadedRelease release, int revision, TimeProvider clock, StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var first in release.Entry.Uninstall.First)
            {
                await ClearAsync(cluster, release, first.Crd, first.Why, clock, context, cancellationToken);
            }

            foreach (var definition in await TakenAlongAsync(cluster, release, revision, cancellationToken))
            {
                Refuse(release, await ApiObjects.ListAsync(cluster, definition, Most, cancellationToken), "The chart takes their definition along, and with it every object of the kind.");
            }
        }
        catch (Exception error) when (error is not ProblemException && KubernetesFaults.IsFault(error))
        {
            throw KubernetesFaults.Describe(error, release.ClusterName);
        }
    }

    private static async Task ClearAsync(
        IKubernetes cluster, LoadedRelease release, string definition, string why, TimeProvider clock, StepContext context, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        var told = false;
        for (; ; await Task.Delay(Between, clock, cancellationToken))
        {
            var found = await ApiObjects.ListAsync(cluster, definition, Most, cancellationToken);
            Refuse(release, found with { Items = [.. found.Items.Where(item => !HelmOwner.Has(item, release.Row.ReleaseName, release.Row.Namespace))] }, why);
            if (found.Items.Count == 0)
            {
                return;
            }

            if (clock.GetElapsedTime(begun) > Patience)
            {
                throw ProblemException.Refused($"{release.Entry.Title} could not be uninstalled from {release.ClusterName}",
                    $"{FoundObjects.NameOf(found.Items[0])} of {definition} is being deleted since {Patience.TotalMinutes:0} minutes: {why}",
                    "Look at its finalizers and at the log of its controller, mend the cause, and retry.");
            }

            foreach (var item in told ? [] : found.Items)
            {
                context.Info($"Deleting {FoundObjects.NameOf(item)} of {definition} first: {why}");
                await DeleteAsync(cluster, found, item, cancellationToken);
            }

            told = true;
        }
    }

    private static void Refuse(LoadedRelease release, FoundObjects found, string why)
    {
        if (found.Items.Count == 0)
        {
            return;
        }

        var names = string.Join(", ", found.Items.Take(5).Select(FoundObjects.NameOf));
        var count = found.Items.Count < Most ? $"{found.Items.Count}" : $"{Most} or more";
        var kind = $"{found.Plural}.{found.Group}";
        throw ProblemException.Conflict($"{release.Entry.Title} could not be uninstalled from {release.ClusterName}",
            $"There are still {count} {kind}, among them {names}. {why}",
            "Delete these objects when nobody needs them, and retry.");
    }

    /// <summary>The definitions in the release's manifest that helm is not told to keep.</summary>
    private static async Task<IReadOnlyList<string>> TakenAlongAsync(IKubernetes cluster, LoadedRelease release, int revision, CancellationToken cancellationToken)
    {
        var manifest = await ReleaseManifest.ReadAsync(
            cluster, release.Row.ReleaseName, release.Row.Namespace, revision, ["CustomResourceDefinition"], cancellationToken);
        return [.. (manifest ?? []).Where(item => !item.IsKept).Select(item => item.Name)];
    }

    private static async Task DeleteAsync(IKubernetes cluster, FoundObjects kind, JsonObject item, CancellationToken cancellationToken)
    {
        var name = (string?)item["metadata"]?["name"] ?? "";
        try
        {
            _ = (string?)item["metadata"]?["namespace"] is { } space
                ? await cluster.CustomObjects.DeleteNamespacedCustomObjectAsync(kind.Group, kind.Version, space, kind.Plural, name, cancellationToken: cancellationToken)
                : await cluster.CustomObjects.DeleteClusterCustomObjectAsync(kind.Group, kind.Version, kind.Plural, name, cancellationToken: cancellationToken);
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.NotFound))
        {
            // Gone is what was wanted.
        }
    }
}
