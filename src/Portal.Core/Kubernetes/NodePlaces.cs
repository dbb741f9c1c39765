using k8s.Models;

namespace Portal.Core.Kubernetes;

/// <summary>Where a cluster runs, as its nodes say: the scheme of their providerID, and the topology labels.</summary>
/// <param name="Zone">Empty when the nodes are in several.</param>
internal sealed record NodePlaces(string Provider, string Region, string Zone)
{
    private const string RegionLabel = "topology.kubernetes.io/region";
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    private static readonly Dictionary<string, string> Providers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["aws"] = "aws",
        ["gce"] = "gcp",
        ["azure"] = "azure",
        ["alicloud"] = "alibaba",
        ["huaweicloud"] = "huawei",
        ["qcloud"] = "tencent",
        ["tencentcloud"] = "tencent",
        ["digitalocean"] = "digitalocean",
        ["hcloud"] = "hetzner",
        ["ibm"] = "ibm",
        ["oci"] = "oracle",
        ["linode"] = "linode",
        ["vultr"] = "vultr",
        ["scaleway"] = "scaleway",
        ["openstack"] = "openstack",
        ["vsphere"] = "vsphere",
        ["metal3"] = "metal3",
        ["equinixmetal"] = "equinix",
        ["kind"] = "kind",
        ["k3s"] = "k3s",
        ["minikube"] = "minikube",
    };

    public static NodePlaces Suggest(IEnumerable<V1Node> nodes)
    {
        var list = nodes.ToList();
        var zones = list.Select(node => Label(node, ZoneLabel)).Where(zone => zone.Length > 0).Distinct().ToList();
        return new NodePlaces(
            MostCommon(list.Select(node => ProviderOf(node.Spec?.ProviderID))),
            MostCommon(list.Select(node => Label(node, RegionLabel))),
            zones is [var only] ? only : "");
    }

    private static string ProviderOf(string? providerId)
    {
        if (string.IsNullOrEmpty(providerId))
        {
            return "";
        }

        var scheme = providerId.Split(':', 2)[0];
        return scheme.StartsWith("ocid1.", StringComparison.Ordinal) ? "oracle" : Providers.GetValueOrDefault(scheme, "");
    }

    private static string Label(V1Node node, string key) =>
        node.Metadata?.Labels?.TryGetValue(key, out var value) is true && value is { Length: > 0 and <= 63 } ? value : "";

    private static string MostCommon(IEnumerable<string> values) =>
        values.Where(value => value.Length > 0).CountBy(value => value).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key).FirstOrDefault("");
}
