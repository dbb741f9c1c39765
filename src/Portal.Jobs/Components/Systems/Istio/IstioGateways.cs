using System.Text.Json.Nodes;

namespace Portal.Jobs.Components.Systems.Istio;

/// <summary>What opens a mesh through its east-west gateways: the objects of Istio's own samples/multicluster.</summary>
internal static class IstioGateways
{
    public const string ApiVersion = "networking.istio.io/v1";

    public const string IstiodGateway = "istiod-gateway";

    public const string IstiodRoutes = "istiod-vs";

    public const string ServicesGateway = "cross-network-gateway";

    private const string Istiod = "istiod.istio-system.svc.cluster.local";

    /// <summary>The control plane: its discovery, and its webhook.</summary>
    public static JsonObject ForIstiod() => Gateway(
        IstiodGateway,
        Server("tls-istiod", 15012, "PASSTHROUGH", "*"),
        Server("tls-istiodwebhook", 15017, "PASSTHROUGH", "*"));

    /// <summary>All services of the clusters, to other clusters of the mesh alone.</summary>
    public static JsonObject ForServices() => Gateway(ServicesGateway, Server("tls", 15443, "AUTO_PASSTHROUGH", "*.local"));

    public static JsonObject RoutesToIstiod() => new()
    {
        ["apiVersion"] = ApiVersion,
        ["kind"] = "VirtualService",
        ["metadata"] = Named(IstiodRoutes),
        ["spec"] = new JsonObject
        {
            ["hosts"] = new JsonArray("*"),
            ["gateways"] = new JsonArray(IstiodGateway),
            ["tls"] = new JsonArray(Route(15012, 15012), Route(15017, 443)),
        },
    };

    private static JsonObject Gateway(string name, params JsonNode[] servers) => new()
    {
        ["apiVersion"] = ApiVersion,
        ["kind"] = "Gateway",
        ["metadata"] = Named(name),
        ["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["istio"] = "eastwestgateway" },
            ["servers"] = new JsonArray(servers),
        },
    };

    private static JsonObject Server(string name, int port, string mode, string host) => new()
    {
        ["port"] = new JsonObject { ["number"] = port, ["name"] = name, ["protocol"] = "TLS" },
        ["tls"] = new JsonObject { ["mode"] = mode },
        ["hosts"] = new JsonArray(host),
    };

    private static JsonObject Route(int from, int to) => new()
    {
        ["match"] = new JsonArray(new JsonObject { ["port"] = from, ["sniHosts"] = new JsonArray("*") }),
        ["route"] = new JsonArray(new JsonObject
        {
            ["destination"] = new JsonObject { ["host"] = Istiod, ["port"] = new JsonObject { ["number"] = to } },
        }),
    };

    private static JsonObject Named(string name) => new() { ["name"] = name, ["namespace"] = IstioHome.Namespace };
}
