using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>Where Karmada's API may be reached from outside of its host cluster.</summary>
internal static class KarmadaAddress
{
    private const int Port = 5443;

    /// <summary>The likely addresses, the best first; never none. Unavailable where one is still to come.</summary>
    /// <param name="inside">The address inside of the host cluster: its path and, for a portal that runs there, itself.</param>
    /// <param name="given">What the person has set: a host, host:port, or an https:// address; empty for none.</param>
    public static async Task<IReadOnlyList<Uri>> FindAsync(SystemStepContext context, Uri inside, string given, CancellationToken cancellationToken)
    {
        var host = await context.ReadAsync(context.Here, cancellationToken);
        var service = await host.FindAsync("v1", "Service", KarmadaNames.ApiServer, KarmadaNames.SystemNamespace, cancellationToken);
        var type = (string?)service?["spec"]?["type"] ?? "";
        var port = (int?)service?["spec"]?["ports"]?[0]?["port"] ?? Port;
        var nodePort = (int?)service?["spec"]?["ports"]?[0]?["nodePort"] ?? 0;
        if (given.Length > 0)
        {
            return [Given(given, type == "NodePort" && nodePort > 0 ? nodePort : port, inside)];
        }

        return type switch
        {
            "LoadBalancer" => [At(ServiceAddress.Outside(service!) ?? throw Missing(context, "Its load balancer has no address yet.",
                "Wait for the load balancer, or set serviceType to NodePort where the cluster has none."), port, inside)],
            "NodePort" => await ClusterNodes.FindAddressAsync(await context.OpenAsync(context.Here, cancellationToken), cancellationToken) is { } node
                ? [At(node, nodePort, inside)]
                : throw Missing(context, "No node of the cluster is ready.", "Set the address of one that the portal and the members reach."),
            // A portal that runs in the host cluster needs nothing more.
            _ => [inside],
        };
    }

    private static Uri Given(string given, int port, Uri inside)
    {
        if (Uri.TryCreate(given, UriKind.Absolute, out var whole) && whole.Scheme == Uri.UriSchemeHttps)
        {
            return whole;
        }

        return Uri.TryCreate($"https://{given}", UriKind.Absolute, out var address) && address.Host.Length > 0 && address.AbsolutePath == "/"
            ? At(address.Host, address.IsDefaultPort ? port : address.Port, inside)
            : throw ProblemException.Invalid(
                $"The address \"{given}\" of Karmada is none", "It is a host, a host with a port, or an https:// address.", "Correct it, and retry.", "address");
    }

    private static Uri At(string host, int port, Uri inside) =>
        new UriBuilder(inside) { Host = host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host, Port = port }.Uri;

    private static ProblemException Missing(SystemStepContext context, string why, string remedy) =>
        ProblemException.Unavailable($"Karmada on {context.Here.ClusterName} has no address", why, remedy);
}
