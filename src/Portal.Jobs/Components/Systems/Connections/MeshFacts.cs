using System.Text.Json.Nodes;
using Portal.Jobs.Components.Systems.Istio;

namespace Portal.Jobs.Components.Systems.Connections;

/// <summary>What a cluster of a mesh shows of its ways to the others. Tokens are kept as digests.</summary>
/// <param name="Gateway">Where its east-west gateway is reached; null when nowhere.</param>
/// <param name="LeadsTo">Where its own istiod service leads: on a remote the primary's gateway.</param>
/// <param name="IsOpen">True where its gateways let in services of the mesh: the primary's, for all.</param>
/// <param name="Readers">On a primary: by the name of a remote the digest of the token that it reads it with.</param>
/// <param name="ReaderToken">On a remote: the digest of the token that is good there; null when there is none.</param>
internal sealed record MeshFacts(
    string? Gateway, IReadOnlyList<string> LeadsTo, bool IsOpen, IReadOnlyDictionary<string, string> Readers, string? ReaderToken)
{
    private const string MultiCluster = "istio/multiCluster=true";

    public static async Task<MeshFacts> ReadAsync(SystemCluster cluster, CancellationToken cancellationToken)
    {
        var gateway = await cluster.FindAsync("v1", "Service", IstioHome.Namespace, IstioGatewayAddressStep.Gateway, cancellationToken);
        var istiod = await cluster.FindAsync("v1", "Service", IstioHome.Namespace, "istiod", cancellationToken);
        var slices = await cluster.ListAsync("discovery.k8s.io/v1", "EndpointSlice", IstioHome.Namespace, cancellationToken, "kubernetes.io/service-name=istiod");
        var open = await cluster.FindAsync(IstioGateways.ApiVersion, "Gateway", IstioHome.Namespace, IstioGateways.ServicesGateway, cancellationToken);
        var readers = await cluster.ListAsync("v1", "Secret", IstioHome.Namespace, cancellationToken, MultiCluster);
        var token = await cluster.FindAsync("v1", "Secret", IstioHome.Namespace, IstioRemoteSecretStep.TokenSecret, cancellationToken);
        return new MeshFacts(
            gateway is null ? null : ServiceAddress.Outside(gateway),
            [
                .. slices.SelectMany(slice => slice["endpoints"] as JsonArray ?? []).SelectMany(endpoint => endpoint?["addresses"] as JsonArray ?? [])
                    .Select(address => (string?)address).Append((string?)istiod?["spec"]?["externalName"]).OfType<string>(),
            ],
            open is not null,
            readers.SelectMany(secret => secret["data"] as JsonObject ?? []).DistinctBy(pair => pair.Key)
                .ToDictionary(pair => pair.Key, pair => TokenDigest.OfKubeconfig((string?)pair.Value)),
            TokenDigest.OfSecret(token));
    }
}
