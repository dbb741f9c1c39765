using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Portal.Jobs.Components.Systems.Thanos;

/// <summary>
/// One headless service with the sidecars of all members behind it, so that DNS gives Thanos each of them with its port
/// (dnssrv+_grpc._tcp.thanos-sidecars…). All addresses of a slice have one family and one port.
/// </summary>
internal static class SidecarSlices
{
    public const string Service = "thanos-sidecars";

    /// <summary>Part of the name that Thanos asks for.</summary>
    public const string Port = "grpc";

    public const int ServicePort = 10901;

    public const string ServiceLabel = "kubernetes.io/service-name";

    public const string ApiVersion = "discovery.k8s.io/v1";

    public static JsonObject HeadlessService(string home) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = Service, ["namespace"] = home },
        ["spec"] = new JsonObject
        {
            ["clusterIP"] = "None",
            ["ports"] = new JsonArray(new JsonObject { ["name"] = Port, ["port"] = ServicePort, ["targetPort"] = ServicePort, ["protocol"] = "TCP" }),
        },
    };

    /// <summary>By their names; a slice for each family and port.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Of(string home, IEnumerable<(IPAddress Address, int Port)> sidecars) => sidecars
        .GroupBy(sidecar => (Family: sidecar.Address.AddressFamily == AddressFamily.InterNetwork ? "IPv4" : "IPv6", sidecar.Port))
        .Select(group => Slice(home, group.Key.Family, group.Key.Port, [.. group.Select(sidecar => sidecar.Address.ToString()).Distinct().Order(StringComparer.Ordinal)]))
        .ToDictionary(slice => (string)slice["metadata"]!["name"]!);

    private static JsonObject Slice(string home, string family, int port, IReadOnlyList<string> addresses) => new()
    {
        ["apiVersion"] = ApiVersion,
        ["kind"] = "EndpointSlice",
        ["metadata"] = new JsonObject
        {
            ["name"] = string.Create(CultureInfo.InvariantCulture, $"{Service}-{family.ToLowerInvariant()}-{port}"),
            ["namespace"] = home,
            ["labels"] = new JsonObject { [ServiceLabel] = Service, ["endpointslice.kubernetes.io/managed-by"] = ClusterWriter.FieldManager },
        },
        ["addressType"] = family,
        ["endpoints"] = new JsonArray([.. addresses.Select(address => new JsonObject
        {
            ["addresses"] = new JsonArray(address),
            ["conditions"] = new JsonObject { ["ready"] = true },
        })]),
        ["ports"] = new JsonArray(new JsonObject { ["name"] = Port, ["port"] = port, ["protocol"] = "TCP" }),
    };
}
