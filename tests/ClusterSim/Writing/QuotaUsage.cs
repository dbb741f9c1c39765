using System.Numerics;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>What an object counts for in a quota, in billionths.</summary>
public static class QuotaUsage
{
    private const long One = 1_000_000_000;

    private static readonly string[] Named = ["pods", "services", "secrets", "configmaps", "persistentvolumeclaims", "replicationcontrollers", "resourcequotas"];

    /// <summary>Of one object, by the names that quotas use.</summary>
    public static Dictionary<string, BigInteger> Of(string qualified, Map obj)
    {
        var usage = new Dictionary<string, BigInteger>(StringComparer.Ordinal) { [$"count/{qualified}"] = One };
        if (qualified == "pods" && obj.At("status", "phase") is "Succeeded" or "Failed")
        {
            return usage;
        }

        if (Named.Contains(qualified))
        {
            usage[qualified] = One;
        }

        switch (qualified)
        {
            case "pods":
                foreach (var key in (string[])["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"])
                {
                    var (kind, name) = Compute(key)!.Value;
                    var sum = (obj.Child("spec") ?? []).Maps("containers").Aggregate(BigInteger.Zero,
                        (all, container) => all + (Quantity.Nanos(container.At("resources", kind, name) as string ?? "") ?? 0));
                    if (!sum.IsZero)
                    {
                        usage[key] = sum;
                    }
                }

                break;
            case "services":
                var ports = (obj.Child("spec") ?? []).Maps("ports").Count();
                if (obj.At("spec", "type") is "NodePort" or "LoadBalancer")
                {
                    usage["services.nodeports"] = ports * (BigInteger)One;
                }

                if (obj.At("spec", "type") is "LoadBalancer")
                {
                    usage["services.loadbalancers"] = One;
                }

                break;
            case "persistentvolumeclaims":
                usage["requests.storage"] = Quantity.Nanos(obj.At("spec", "resources", "requests", "storage") as string ?? "") ?? 0;
                break;
        }

        return usage;
    }

    /// <summary>Of all objects of a namespace, for each of the names.</summary>
    public static Dictionary<string, BigInteger> In(Cluster cluster, string ns, IReadOnlyCollection<string> names)
    {
        var sums = names.ToDictionary(name => name, _ => BigInteger.Zero, StringComparer.Ordinal);
        foreach (var (key, stored) in cluster.Store.All().Where(item => item.Object.Namespace == ns))
        {
            foreach (var (name, amount) in Of(key, stored.Read()).Where(pair => sums.ContainsKey(pair.Key)))
            {
                sums[name] += amount;
            }
        }

        return sums;
    }

    /// <summary>Where a container says it: the part of its resources, and the name there. Null for what is no compute resource.</summary>
    public static (string Kind, string Name)? Compute(string key) => key switch
    {
        "cpu" or "requests.cpu" => ("requests", "cpu"),
        "memory" or "requests.memory" => ("requests", "memory"),
        "limits.cpu" => ("limits", "cpu"),
        "limits.memory" => ("limits", "memory"),
        _ => null,
    };

    public static string Text(string key, BigInteger nanos)
    {
        var bytes = key.EndsWith("memory", StringComparison.Ordinal) || key.EndsWith("storage", StringComparison.Ordinal);
        return Quantity.Canonical(bytes && nanos % (One * (BigInteger)1024) == 0 ? $"{nanos / One / 1024}Ki" : $"{nanos}n") ?? "0";
    }
}
