using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>Admission of a new object by the quotas of its namespace: the last word before it is stored. Quotas with scopes are not simulated.</summary>
public static class Quotas
{
    public const string Key = "resourcequotas";

    public static void Demand(Cluster cluster, Resource resource, Map obj)
    {
        var (ns, name) = (obj.At("metadata", "namespace") as string ?? "", obj.At("metadata", "name") as string ?? "");
        if (ns.Length == 0)
        {
            return;
        }

        var wanted = QuotaUsage.Of(resource.Qualified, obj);
        foreach (var stored in cluster.Store.List(Key, ns))
        {
            var hard = (stored.Read().Child("spec")?.Child("hard") ?? []).ToDictionary(pair => pair.Key, pair => Quantity.Nanos(pair.Value as string ?? "") ?? 0);
            if (resource.StorageKey == "pods" && Unspecified(obj, hard.Keys) is { Length: > 0 } missing)
            {
                throw Failures.Forbidden(resource.Group, resource.Plural, name, $"failed quota: {stored.Name}: must specify {missing}");
            }

            var used = QuotaUsage.In(cluster, ns, [.. hard.Keys]);
            var over = wanted.Where(want => hard.TryGetValue(want.Key, out var limit) && used[want.Key] + want.Value > limit)
                .OrderBy(want => want.Key, StringComparer.Ordinal).ToList();
            if (over.Count > 0)
            {
                throw Failures.Forbidden(resource.Group, resource.Plural, name,
                    $"exceeded quota: {stored.Name}, requested: {Words(over.Select(want => (want.Key, want.Value)))}, "
                    + $"used: {Words(over.Select(want => (want.Key, used[want.Key])))}, limited: {Words(over.Select(want => (want.Key, hard[want.Key])))}");
            }
        }
    }

    private static string Words(IEnumerable<(string Key, System.Numerics.BigInteger Nanos)> amounts) =>
        string.Join(",", amounts.Select(amount => $"{amount.Key}={QuotaUsage.Text(amount.Key, amount.Nanos)}"));

    /// <summary>What a quota counts and a container does not say: "limits.cpu for: main; requests.memory for: main".</summary>
    private static string Unspecified(Map pod, IEnumerable<string> counted)
    {
        var containers = (pod.Child("spec") ?? []).Maps("containers").Concat((pod.Child("spec") ?? []).Maps("initContainers")).ToList();
        return string.Join("; ",
            from key in counted.Where(key => QuotaUsage.Compute(key) is not null).Order(StringComparer.Ordinal)
            let place = QuotaUsage.Compute(key)!.Value
            let silent = containers.Where(container => container.At("resources", place.Kind, place.Name) is null).Select(container => container.Text("name")).ToList()
            where silent.Count > 0
            select $"{key} for: {string.Join(",", silent)}");
    }
}
