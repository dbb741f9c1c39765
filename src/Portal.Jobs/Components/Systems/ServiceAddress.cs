using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>Where a service of a cluster is reached from other clusters.</summary>
/// <param name="Host">An IP address, or the name that some clouds give a load balancer.</param>
internal sealed record ServiceAddress(string Host, int Port)
{
    public bool IsIp => IPAddress.TryParse(Host, out _);

    /// <summary>As a URL or a target has it.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>The other way of <see cref="ToString"/>; null for something else.</summary>
    public static ServiceAddress? Parse(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new ServiceAddress(text[..colon].Trim('[', ']'), port)
            : null;

    /// <summary>The address; Unavailable while the service or its address is not there, Refused where none can come.</summary>
    /// <param name="cluster">Has the service.</param>
    /// <param name="namespace">Of the service.</param>
    /// <param name="service">Its name.</param>
    /// <param name="port">The name of one of its ports.</param>
    /// <param name="needsOwnPort">True where a node's port will not do, as those who call know the port beforehand.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public static async Task<ServiceAddress> AwaitAsync(
        SystemCluster cluster, string @namespace, string service, string port, bool needsOwnPort, CancellationToken cancellationToken)
    {
        var what = $"Service {@namespace}/{service} of {cluster.Name} has no address yet";
        if (await cluster.FindAsync("v1", "Service", @namespace, service, cancellationToken) is not { } found)
        {
            throw ProblemException.Unavailable(what, "The service itself is not there.", "Look whether the installation that brings it has ended, and retry.");
        }

        if ((found["spec"]?["ports"] as JsonArray ?? []).FirstOrDefault(item => (string?)item?["name"] == port) is not { } served)
        {
            throw ProblemException.Refused(what, $"It has no port {port}.", "Correct the values of the component that brings it, and retry.");
        }

        var type = (string?)found["spec"]?["type"] ?? "ClusterIP";
        if (Outside(found) is { } host)
        {
            return new ServiceAddress(host, (int)served["port"]!);
        }

        if (type == "NodePort" && !needsOwnPort)
        {
            return (int?)served["nodePort"] is { } nodePort && await ClusterNodes.FindAddressAsync(cluster, cancellationToken) is { } node
                ? new ServiceAddress(node, nodePort)
                : throw ProblemException.Unavailable(what, "No node of the cluster is ready.", "Look at the nodes of the cluster, and retry.");
        }

        throw type == "LoadBalancer"
            ? ProblemException.Unavailable(what, "Its load balancer has not been given one.", "Look whether the cluster has a provider of load balancers, such as MetalLB, and retry.")
            : ProblemException.Refused(what, $"It is of type {type}, which other clusters do not reach.", "Make it a LoadBalancer in the values of the component that brings it, and retry.");
    }

    /// <summary>What its load balancer was given, or what the person wrote into externalIPs.</summary>
    public static string? Outside(JsonObject service)
    {
        var ingress = (service["status"]?["loadBalancer"]?["ingress"] as JsonArray ?? []).OfType<JsonObject>();
        return ingress.Select(entry => (string?)entry["ip"] ?? (string?)entry["hostname"]).FirstOrDefault(host => host is { Length: > 0 })
            ?? (service["spec"]?["externalIPs"] as JsonArray ?? []).Select(item => (string?)item).FirstOrDefault(host => host is { Length: > 0 });
    }
}
