using System.Net;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Components.Planning;

/// <summary>The addresses that a cluster gives to pods and services. Empty where it does not tell.</summary>
internal sealed partial record ClusterNetworks(IReadOnlyList<string> Pods, IReadOnlyList<string> Services)
{
    private const int MostNodes = 500;

    public static async Task<ClusterNetworks> ReadAsync(IKubernetes cluster, CancellationToken cancellationToken)
    {
        var nodes = await cluster.CoreV1.ListNodeAsync(limit: MostNodes, cancellationToken: cancellationToken);
        var pods = nodes.Items.SelectMany(node => node.Spec?.PodCIDRs ?? (node.Spec?.PodCIDR is { } only ? [only] : [])).Distinct().ToList();
        return new ClusterNetworks(pods, await ReadServicesAsync(cluster, cancellationToken));
    }

    /// <summary>
    /// No API says it on all versions: a service with an address out of every range is refused, and the refusal names the
    /// range. It is a dry run: nothing is stored, whatever the answer.
    /// </summary>
    private static async Task<IReadOnlyList<string>> ReadServicesAsync(IKubernetes cluster, CancellationToken cancellationToken)
    {
        var probe = new V1Service
        {
            Metadata = new V1ObjectMeta { GenerateName = "kurator-portal-range-" },
            Spec = new V1ServiceSpec { ClusterIP = "1.1.1.1", Ports = [new V1ServicePort { Port = 443 }] },
        };
        try
        {
            await cluster.CoreV1.CreateNamespacedServiceAsync(probe, "default", dryRun: "All", cancellationToken: cancellationToken);
            return [];
        }
        catch (k8s.Autorest.HttpOperationException error) when (
            KubernetesFaults.StatusOf(error) is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            return [.. Range().Matches(error.Response.Content ?? "").Select(match => match.Groups["range"].Value).Distinct()];
        }
    }

    [GeneratedRegex(@"range of valid IPs is (?<range>[0-9a-fA-F.:]+/[0-9]+)")]
    private static partial Regex Range();
}
