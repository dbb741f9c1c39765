using ClusterSim.Api;
using ClusterSim.Controllers;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>What disruption budgets say to an eviction. Nothing keeps their status: they are counted when they are asked.</summary>
public static class Budgets
{
    private const string Key = "poddisruptionbudgets.policy";

    /// <summary>Throws 429 when a budget of the pod's namespace leaves no room for it.</summary>
    public static void Check(Cluster cluster, StoredObject pod)
    {
        if (!Objects.IsReady(pod.Read()))
        {
            return;
        }

        foreach (var budget in cluster.Store.List(Key, pod.Namespace).Select(stored => stored.Read()))
        {
            var spec = budget.Child("spec") ?? [];
            if (spec.Child("selector") is not { } selector || !LabelSelector.From(selector).Matches(pod.Labels))
            {
                continue;
            }

            var matching = cluster.Store.List("pods", pod.Namespace).Where(other => LabelSelector.From(selector).Matches(other.Labels)).ToList();
            var healthy = matching.Count(other => !other.Deleting && Objects.IsReady(other.Read()));
            var needed = spec.Get("maxUnavailable") is { } most ? matching.Count - Objects.Share(most, matching.Count, roundUp: true)
                : Objects.Share(spec.Get("minAvailable") ?? 0L, matching.Count, roundUp: true);
            if (healthy <= needed)
            {
                var name = budget.At("metadata", "name");
                throw new ApiException(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", new Map
                {
                    ["causes"] = new Seq
                    {
                        new Map
                        {
                            ["reason"] = "DisruptionBudget",
                            ["message"] = $"The disruption budget {name} needs {needed} healthy pods and has {healthy} currently",
                        },
                    },
                });
            }
        }
    }
}
