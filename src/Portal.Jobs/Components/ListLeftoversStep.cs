using System.Net;
using k8s;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;

namespace Portal.Jobs.Components;

/// <summary>Looks for what an uninstall leaves behind, and says how to clear it. Removes nothing: data may hang on it.</summary>
internal sealed class ListLeftoversStep(ReleaseLoader releases, IClusterConnections connections) : IOperationStep
{
    private const int Most = 200;

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (await releases.FindAsync(context, cancellationToken) is not { } release)
        {
            context.Skip("The release is gone already");
            return;
        }

        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        List<Leftover> found;
        try
        {
            found =
            [
                .. await WebhooksAsync(cluster, release, cancellationToken),
                .. await ClaimsAsync(cluster, release, cancellationToken),
                .. await SecretsAsync(cluster, release, cancellationToken),
                .. await ObjectsAsync(cluster, release, cancellationToken),
                .. await DefinitionsAsync(cluster, release, cancellationToken),
                .. await NamespacesAsync(cluster, release, cancellationToken),
            ];
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error))
        {
            throw KubernetesFaults.Describe(error, context.ClusterName);
        }

        foreach (var leftover in found)
        {
            context.Info($"Left: {leftover.Kind} {leftover.Name}. {leftover.Why} To remove it: {leftover.Command}");
        }

        await context.SaveResultAsync(new { Leftovers = found.Take(Most) }, cancellationToken);
        await context.ReportAsync(found.Count == 0 ? "Nothing is left behind" : $"{found.Count} objects are left; the receipt lists them", cancellationToken);
    }

    private static async Task<IEnumerable<Leftover>> DefinitionsAsync(IKubernetes cluster, LoadedRelease release, CancellationToken cancellationToken)
    {
        var names = release.Entry.Leftovers.Crds;
        if (names.Count == 0)
        {
            return [];
        }

        var there = await cluster.ApiextensionsV1.ListCustomResourceDefinitionAsync(cancellationToken: cancellationToken);
        return there.Items.Select(definition => definition.Metadata.Name).Where(names.Contains).Select(name => new Leftover(
            "CustomResourceDefinition", name, null,
            "Kept because deleting it deletes every object of its kind.", $"kubectl delete crd {name}"));
    }

    private static async Task<IEnumerable<Leftover>> NamespacesAsync(IKubernetes cluster, LoadedRelease release, CancellationToken cancellationToken)
    {
        var names = release.Entry.Leftovers.Namespaces;
        if (names.Count == 0)
        {
            return [];
        }

        var there = await cluster.CoreV1.ListNamespaceAsync(cancellationToken: cancellationToken);
        return there.Items.Where(item => names.Contains(item.Metadata.Name) && item.Metadata.DeletionTimestamp is null)
            .Select(item => new Leftover("Namespace", item.Metadata.Name, null,
                "helm makes namespaces and never removes them; others may use it.", $"kubectl delete namespace {item.Metadata.Name}"));
    }

    private static async Task<IEnumerable<Leftover>> WebhooksAsync(IKubernetes cluster, LoadedRelease release, CancellationToken cancellationToken)
    {
        var prefixes = release.Entry.Leftovers.Webhooks;
        if (prefixes.Count == 0)
        {
            return [];
        }

        var validating = await cluster.AdmissionregistrationV1.ListValidatingWebhookConfigurationAsync(cancellationToken: cancellationToken);
        var mutating = await cluster.AdmissionregistrationV1.ListMutatingWebhookConfigurationAsync(cancellationToken: cancellationToken);
        return validating.Items.Select(item => ("ValidatingWebhookConfiguration", item.Metadata.Name))
            .Concat(mutating.Items.Select(item => ("MutatingWebhookConfiguration", item.Metadata.Name)))
            .Where(pair => prefixes.Any(prefix => pair.Name.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(pair => new Leftover(pair.Item1, pair.Name, null,
                "Its service is gone: it can refuse every new object that it matches.",
                $"kubectl delete {pair.Item1.ToLowerInvariant()} {pair.Name}"));
    }

    private static async Task<IEnumerable<Leftover>> SecretsAsync(IKubernetes cluster, LoadedRelease release, CancellationToken cancellationToken)
    {
        var found = new List<Leftover>();
        foreach (var name in release.Entry.Leftovers.Secrets)
        {
            try
            {
                await cluster.CoreV1.ReadNamespacedSecretAsync(name, release.Row.Namespace, cancellationToken: cancellationToken);
                found.Add(new Leftover("Secret", name, release.Row.Namespace,
                    "A job of the chart made it, so helm does not know it.", $"kubectl delete secret -n {release.Row.Namespace} {name}"));
            }
            catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.NotFound))
            {
                // Gone, as it should be.
            }
        }

        return found;
    }

    private static async Task<IEnumerable<Leftover>> ObjectsAsync(IKubernetes cluster, LoadedRelease release, CancellationToken cancellationToken)
    {
        var found = new List<Leftover>();
        var objects = new ClusterObjects(cluster);
        foreach (var item in release.Entry.Leftovers.Objects)
        {
            if (await objects.ExistsAsync(item.ApiVersion, item.Kind, item.Name, item.Namespace, cancellationToken))
            {
                var place = item.Namespace is null ? "" : $" -n {item.Namespace}";
                found.Add(new Leftover(item.Kind, item.Name, item.Namespace,
                    "The component or a job of its chart made it, so helm does not know it.",
                    $"kubectl delete {item.Kind.ToLowerInvariant()}{place} {item.Name}"));
            }
        }

        return found;
    }

    private static async Task<IEnumerable<Leftover>> ClaimsAsync(IKubernetes cluster, LoadedRelease release, CancellationToken cancellationToken)
    {
        var claims = await cluster.CoreV1.ListNamespacedPersistentVolumeClaimAsync(release.Row.Namespace, limit: Most, cancellationToken: cancellationToken);
        return claims.Items.Select(claim => new Leftover("PersistentVolumeClaim", claim.Metadata.Name, release.Row.Namespace,
            "It holds data.", $"kubectl delete pvc -n {release.Row.Namespace} {claim.Metadata.Name}"));
    }
}
