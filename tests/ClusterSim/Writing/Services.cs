using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>Cluster addresses and node ports of services.</summary>
public static class Services
{
    public static void Allocate(Cluster cluster, Map? before, Map after)
    {
        var spec = after.Ensure("spec");
        var type = spec.Text("type") ?? "ClusterIP";
        after.Ensure("status").Default("loadBalancer", new Map());
        if (type == "ExternalName")
        {
            foreach (var key in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"])
            {
                spec.Remove(key);
            }

            return;
        }

        if (before?.At("spec", "clusterIP") is string { Length: > 0 } old)
        {
            spec.Default("clusterIP", old);
            spec.Default("clusterIPs", spec.Text("clusterIP") == old ? JsonText.Clone(before.At("spec", "clusterIPs")) : new Seq { spec.Text("clusterIP") });
            if (spec.Text("clusterIP") != old && spec.List("clusterIPs") is [string first, ..] && first == old)
            {
                spec["clusterIPs"] = new Seq { spec.Text("clusterIP") };
            }
        }

        spec.Default("clusterIP", spec.List("clusterIPs") is [string given, ..] ? given : Free(cluster));
        spec.Default("clusterIPs", new Seq { spec.Text("clusterIP") });
        spec.Default("ipFamilies", new Seq { "IPv4" });
        spec.Default("ipFamilyPolicy", "SingleStack");
        if (type is "NodePort" or "LoadBalancer")
        {
            NodePorts(cluster, before, spec);
        }
        else
        {
            foreach (var port in spec.Maps("ports"))
            {
                if (before?.At("spec", "type") as string != "ClusterIP")
                {
                    port.Remove("nodePort");
                }
            }

            spec.Remove("externalTrafficPolicy");
            spec.Remove("allocateLoadBalancerNodePorts");
        }
    }

    private static void NodePorts(Cluster cluster, Map? before, Map spec)
    {
        var used = cluster.Store.List("services", null).SelectMany(s => s.Read().Child("spec")!.Maps("ports")).Select(p => p.Number("nodePort") ?? 0).ToHashSet();
        var old = before?.Child("spec")?.Maps("ports").ToList() ?? [];
        long next = 30000;
        foreach (var port in spec.Maps("ports").Where(p => p.Number("nodePort") is null or 0))
        {
            var same = old.Find(o => o.Number("port") == port.Number("port") && o.Text("protocol") == port.Text("protocol"))?.Number("nodePort");
            while (used.Contains(next))
            {
                next++;
            }

            port["nodePort"] = same ?? next++;
        }
    }

    private static string Free(Cluster cluster)
    {
        var used = cluster.Store.List("services", null).Select(s => s.Read().At("spec", "clusterIP") as string).ToHashSet();
        for (var i = cluster.Store.Revision; ; i++)
        {
            var address = $"10.96.{(i / 254 % 250) + 1}.{(i % 254) + 1}";
            if (!used.Contains(address))
            {
                return address;
            }
        }
    }
}
