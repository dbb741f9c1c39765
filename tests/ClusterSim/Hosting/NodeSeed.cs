using System.Globalization;
using ClusterSim.Json;
using ClusterSim.Storage;
using ClusterSim.Writing;

namespace ClusterSim.Hosting;

/// <summary>The nodes of a cluster and their leases.</summary>
public static class NodeSeed
{
    public static void Fill(Store store, Cluster cluster)
    {
        for (var i = 0; i < cluster.Profile.Nodes; i++)
        {
            ClusterSeed.Add(store, cluster, "v1", "Node", Node(cluster.Profile, i));
            ClusterSeed.Add(store, cluster, "coordination.k8s.io/v1", "Lease", Lease(NodeName(cluster.Profile, i)));
        }
    }

    /// <summary>Brings the nodes of a running cluster to the number of its profile.</summary>
    public static void Apply(Cluster cluster)
    {
        var (store, profile) = (cluster.Store, cluster.Profile);
        lock (store.Gate)
        {
            var wanted = Enumerable.Range(0, profile.Nodes).ToDictionary(i => NodeName(profile, i));
            foreach (var node in store.List("nodes", null).Where(n => n.Name.StartsWith(profile.Name + "-node-", StringComparison.Ordinal) && !wanted.ContainsKey(n.Name)))
            {
                store.Remove("nodes", "", node.Name);
                store.Remove("leases.coordination.k8s.io", "kube-node-lease", node.Name);
            }

            var (nodes, leases) = (cluster.Registry.FindKind("", "v1", "Node")!, cluster.Registry.FindKind("coordination.k8s.io", "v1", "Lease")!);
            foreach (var (name, i) in wanted.Where(w => store.Get("nodes", "", w.Key) is null))
            {
                Put(cluster, nodes, Node(profile, i));
                Put(cluster, leases, Lease(name));
            }
        }
    }

    private static void Put(Cluster cluster, Schemas.Resource resource, Map obj)
    {
        obj["kind"] = resource.Kind;
        obj["apiVersion"] = resource.GroupVersion;
        var meta = obj.Child("metadata")!;
        meta["uid"] = Guid.NewGuid().ToString();
        meta["creationTimestamp"] = new ObjectWriter(cluster).Now();
        cluster.Store.Put(resource.StorageKey, Prepare.Shape(cluster, resource, obj));
    }

    private static string NodeName(ClusterProfile profile, int index) => $"{profile.Name}-node-{index.ToString(CultureInfo.InvariantCulture)}";

    private static Map Lease(string node) => new()
    {
        ["metadata"] = new Map { ["name"] = node, ["namespace"] = "kube-node-lease" },
        ["spec"] = new Map { ["holderIdentity"] = node, ["leaseDurationSeconds"] = 40L, ["renewTime"] = "2026-01-01T00:00:00.000000Z" },
    };

    private static Map Node(ClusterProfile profile, int index)
    {
        var (name, zone) = (NodeName(profile, index), $"{profile.Region}{(char)('a' + (index % 3))}");
        var resources = new Map { ["cpu"] = "8", ["ephemeral-storage"] = "100Gi", ["memory"] = "32Gi", ["pods"] = "110" };
        var allocatable = new Map { ["cpu"] = "7800m", ["ephemeral-storage"] = "90Gi", ["memory"] = "30Gi", ["pods"] = "110" };
        var labels = new Map
        {
            ["kubernetes.io/arch"] = "amd64",
            ["kubernetes.io/hostname"] = name,
            ["kubernetes.io/os"] = "linux",
            // As kubelets still set them: older charts select by them.
            ["beta.kubernetes.io/os"] = "linux",
            ["beta.kubernetes.io/arch"] = "amd64",
            ["node.kubernetes.io/instance-type"] = "sim.2xlarge",
            ["topology.kubernetes.io/region"] = profile.Region,
            ["topology.kubernetes.io/zone"] = zone,
        };
        if (index == 0)
        {
            labels["node-role.kubernetes.io/control-plane"] = "";
        }

        return new Map
        {
            ["metadata"] = new Map { ["name"] = name, ["labels"] = labels },
            ["spec"] = new Map { ["providerID"] = $"{profile.Provider}:///{zone}/{name}", ["podCIDR"] = $"10.{100 + (index % 100)}.0.0/24" },
            ["status"] = new Map
            {
                ["capacity"] = resources,
                ["allocatable"] = allocatable,
                ["conditions"] = new Seq
                {
                    Condition("MemoryPressure", "False", "KubeletHasSufficientMemory"),
                    Condition("DiskPressure", "False", "KubeletHasNoDiskPressure"),
                    Condition("PIDPressure", "False", "KubeletHasSufficientPID"),
                    Condition("Ready", "True", "KubeletReady"),
                },
                ["addresses"] = new Seq
                {
                    new Map { ["type"] = "InternalIP", ["address"] = $"10.0.{profile.Index % 250}.{index + 10}" },
                    new Map { ["type"] = "Hostname", ["address"] = name },
                },
                ["nodeInfo"] = new Map
                {
                    ["machineID"] = "",
                    ["systemUUID"] = "",
                    ["bootID"] = "",
                    ["kernelVersion"] = "6.8.0",
                    ["osImage"] = "ClusterSim",
                    ["containerRuntimeVersion"] = "containerd://1.7.20",
                    ["kubeletVersion"] = profile.Version,
                    ["kubeProxyVersion"] = profile.Version,
                    ["operatingSystem"] = "linux",
                    ["architecture"] = "amd64",
                },
            },
        };
    }

    private static Map Condition(string type, string status, string reason) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["reason"] = reason,
        ["message"] = "ok",
        ["lastHeartbeatTime"] = "2026-01-01T00:00:00Z",
        ["lastTransitionTime"] = "2026-01-01T00:00:00Z",
    };
}
