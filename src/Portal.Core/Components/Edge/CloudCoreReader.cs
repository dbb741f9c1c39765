using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Portal.Core.Components.Values;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Components.Edge;

/// <summary>Asks a cluster for its cloudcore, live, within a deadline. What comes from there is checked before it stands in a command.</summary>
public sealed partial class CloudCoreReader(IClusterConnections connections, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <param name="nodeName">Must not be the name of a node yet.</param>
    public async Task<CloudCore> ReadAsync(Guid clusterId, string cluster, string nodeName, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var client = await connections.ConnectAsync(clusterId, either.Token);
            return await ReadAsync(client, cluster, nodeName, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw ProblemException.Unavailable(
                $"Cluster {cluster} did not tell how edge nodes join", $"It did not answer within {Deadline.TotalSeconds:0} seconds.",
                "Try again; if it goes on, look at the cluster's health.", exception);
        }
        catch (Exception exception) when (KubernetesFaults.IsFault(exception))
        {
            throw KubernetesFaults.Describe(exception, cluster);
        }
    }

    private static async Task<CloudCore> ReadAsync(IKubernetes client, string cluster, string nodeName, CancellationToken cancellationToken)
    {
        var deployment = await OptionalRead.FindAsync(() =>
            client.AppsV1.ReadNamespacedDeploymentAsync(CloudCore.Name, CloudCore.Namespace, cancellationToken: cancellationToken));
        var version = deployment?.Spec.Template.Spec.Containers.Select(container => Tag().Match(container.Image ?? "")).FirstOrDefault(tag => tag.Success)?.Groups["version"].Value
            ?? throw ProblemException.Conflict(
                $"No edge node can join {cluster}", $"KubeEdge is not there: namespace {CloudCore.Namespace} has no Deployment {CloudCore.Name} with a version.",
                "Install KubeEdge on the cluster first.");
        if (await OptionalRead.FindAsync(() => client.CoreV1.ReadNodeAsync(nodeName, cancellationToken: cancellationToken)) is not null)
        {
            throw ProblemException.Conflict(
                $"Cluster {cluster} has a node named {nodeName} already", "keadm joins no node under a name that is taken.",
                "Choose another name, or remove that node first.", "nodeName");
        }

        var secret = await OptionalRead.FindAsync(() =>
            client.CoreV1.ReadNamespacedSecretAsync("tokensecret", CloudCore.Namespace, cancellationToken: cancellationToken));
        var token = secret?.Data is { } data && data.TryGetValue("tokendata", out var bytes) ? Encoding.UTF8.GetString(bytes).Trim() : "";
        if (!Token().IsMatch(token))
        {
            throw ProblemException.Unavailable(
                $"KubeEdge on {cluster} has no token for edge nodes", $"Secret {CloudCore.Namespace}/tokensecret, which cloudcore writes when it starts, is not there or not in order.",
                "Look whether cloudcore runs and what its log says; then try again.");
        }

        var (hub, certificates) = await ReadPortsAsync(client, cancellationToken);
        return new CloudCore(version, await ReadAddressesAsync(client, cancellationToken), hub, certificates, token);
    }

    private static async Task<(int Hub, int Certificates)> ReadPortsAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        var service = await OptionalRead.FindAsync(() =>
            client.CoreV1.ReadNamespacedServiceAsync(CloudCore.Name, CloudCore.Namespace, cancellationToken: cancellationToken));
        return service?.Spec is { Type: "NodePort", Ports: { } ports }
            ? (NodePort(ports, CloudCore.Hub), NodePort(ports, CloudCore.Certificates))
            : (CloudCore.Hub, CloudCore.Certificates);
    }

    private static int NodePort(IList<V1ServicePort> ports, int port) => ports.FirstOrDefault(one => one.Port == port)?.NodePort ?? port;

    private static async Task<IReadOnlyList<string>> ReadAddressesAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        var map = await OptionalRead.FindAsync(() =>
            client.CoreV1.ReadNamespacedConfigMapAsync(CloudCore.Name, CloudCore.Namespace, cancellationToken: cancellationToken));
        try
        {
            var hub = map?.Data is { } data && data.TryGetValue("cloudcore.yaml", out var text) ? ComponentValues.Parse(text)["modules"]?["cloudHub"] : null;
            return
            [
                .. (hub?["advertiseAddress"] as JsonArray ?? []).Concat(hub?["dnsNames"] as JsonArray ?? [])
                    .Select(address => address?.ToString() ?? "").Where(address => Host().IsMatch(address)),
            ];
        }
        catch (StrictYamlException)
        {
            return [];
        }
    }

    [GeneratedRegex(@":(?<version>v[0-9]+\.[0-9]+\.[0-9]+[A-Za-z0-9.-]*)(@|\z)")]
    private static partial Regex Tag();

    // The hash of the authority, then a JSON web token.
    [GeneratedRegex(@"^[A-Za-z0-9._=+/-]{16,8192}\z")]
    private static partial Regex Token();

    [GeneratedRegex(@"^([0-9a-fA-F]*:[0-9a-fA-F:]+|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)\z")]
    private static partial Regex Host();
}
