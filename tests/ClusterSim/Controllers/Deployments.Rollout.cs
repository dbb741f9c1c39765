using ClusterSim.Json;
using ClusterSim.Storage;
using ClusterSim.Writing;

namespace ClusterSim.Controllers;

internal static partial class Deployments
{
    private static void Scale(ControllerLoop loop, Map deployment, Set set, long to)
    {
        var from = set.Wanted;
        if (from == to)
        {
            return;
        }

        loop.Change(ReplicaSets.Key, loop.Store.Get(ReplicaSets.Key, set.Stored.Namespace, set.Stored.Name)!, s => s.Child("spec")!["replicas"] = to);
        var direction = to > from ? "up" : "down";
        loop.Record(deployment, "Normal", "ScalingReplicaSet", Scaled(loop, direction, set.Stored.Name, from, to), "deployment-controller");
    }

    private static string Scaled(ControllerLoop loop, string direction, string set, long from, long to)
    {
        var range = loop.Cluster.Registry.Minor < 31 ? (from == 0 ? $"to {to}" : $"to {to} from {from}") : $"from {from} to {to}";
        return $"Scaled {direction} replica set {set} {range}";
    }

    private static void Roll(ControllerLoop loop, StoredObject stored, Map deployment, Set newest)
    {
        var wanted = deployment.At("spec", "replicas") as long? ?? 1;
        var sets = Sets(loop, stored);
        var fresh = sets.First(s => s.Stored.Name == newest.Stored.Name);
        var old = sets.Where(s => s.Stored.Name != fresh.Stored.Name && s.Wanted > 0).OrderBy(s => s.Stored.Revision).ToList();
        if (old.Count == 0)
        {
            Scale(loop, deployment, fresh, wanted);
            Tidy(loop, stored, deployment, fresh);
            return;
        }

        var total = sets.Sum(s => s.Wanted);
        var most = wanted + Surge(deployment, wanted);
        if (fresh.Wanted > wanted)
        {
            Scale(loop, deployment, fresh, wanted);
        }
        else if (fresh.Wanted < wanted && total < most)
        {
            Scale(loop, deployment, fresh, Math.Min(wanted, fresh.Wanted + most - total));
            fresh = Sets(loop, stored).First(s => s.Stored.Name == fresh.Stored.Name);
        }

        ScaleDown(loop, deployment, fresh, old, wanted);
    }

    // Unhealthy pods of old sets go first, then as many healthy ones as may be missed.
    private static void ScaleDown(ControllerLoop loop, Map deployment, Set fresh, List<Set> old, long wanted)
    {
        var least = wanted - Unavailable(deployment, wanted);
        var total = old.Sum(s => s.Wanted) + fresh.Wanted;
        var waiting = Math.Max(0, fresh.Wanted - fresh.Available);
        var mostDown = total - least - waiting;
        for (var i = 0; i < old.Count && mostDown > 0; i++)
        {
            var sick = Math.Min(mostDown, Math.Max(0, old[i].Wanted - old[i].Available));
            if (sick > 0)
            {
                Scale(loop, deployment, old[i], old[i].Wanted - sick);
                old[i] = Fresh(loop, old[i]);
                mostDown -= sick;
            }
        }

        var spare = old.Sum(s => Math.Min(s.Available, s.Wanted)) + fresh.Available - least;
        foreach (var set in old.Where(s => s.Wanted > 0))
        {
            var down = Math.Min(set.Wanted, spare);
            if (down > 0)
            {
                Scale(loop, deployment, set, set.Wanted - down);
                spare -= down;
            }
        }
    }

    private static Set Fresh(ControllerLoop loop, Set set)
    {
        var stored = loop.Store.Get(ReplicaSets.Key, set.Stored.Namespace, set.Stored.Name)!;
        return new Set(stored, stored.Read());
    }

    private static void Recreate(ControllerLoop loop, StoredObject stored, Map deployment, Set newest)
    {
        var others = Sets(loop, stored).Where(s => s.Stored.Name != newest.Stored.Name).ToList();
        foreach (var set in others)
        {
            Scale(loop, deployment, set, 0);
        }

        if (others.All(s => loop.Owned("pods", stored.Namespace, s.Stored.Uid).Count == 0))
        {
            Scale(loop, deployment, Fresh(loop, newest), deployment.At("spec", "replicas") as long? ?? 1);
            Tidy(loop, stored, deployment, newest);
        }
    }

    private static void Resize(ControllerLoop loop, StoredObject stored, Map deployment)
    {
        var active = Sets(loop, stored).Where(s => s.Wanted > 0).ToList();
        if (active.Count == 1)
        {
            Scale(loop, deployment, active[0], deployment.At("spec", "replicas") as long? ?? 1);
        }
    }

    private static void Tidy(ControllerLoop loop, StoredObject stored, Map deployment, Set newest)
    {
        var limit = deployment.At("spec", "revisionHistoryLimit") as long? ?? 10;
        var idle = Sets(loop, stored).Where(s => s.Stored.Name != newest.Stored.Name && s.Wanted == 0 && s.Pods == 0).OrderBy(s => s.Revision).ToList();
        foreach (var set in idle.Take((int)Math.Max(0, idle.Count - limit)))
        {
            loop.Delete(ReplicaSets.Key, set.Stored);
        }
    }

    private static void WriteStatus(ControllerLoop loop, StoredObject stored)
    {
        var deployment = stored.Read();
        var sets = Sets(loop, stored);
        var template = TemplateOf(deployment);
        var fresh = sets.Where(s => JsonText.Same(TemplateOf(s.Body), template)).OrderBy(s => s.Stored.Revision).FirstOrDefault();
        var wanted = deployment.At("spec", "replicas") as long? ?? 1;
        var (pods, available) = (sets.Sum(s => s.Pods), sets.Sum(s => s.Available));
        var updated = fresh?.Pods ?? 0;
        var status = new Map
        {
            ["observedGeneration"] = deployment.At("metadata", "generation"),
            ["replicas"] = pods,
            ["updatedReplicas"] = updated,
            ["readyReplicas"] = available,
            ["availableReplicas"] = available,
            ["unavailableReplicas"] = Math.Max(0, sets.Sum(s => s.Wanted) - available),
        };
        var done = updated == wanted && pods == wanted && available == wanted;
        var enough = available >= wanted - Unavailable(deployment, wanted);
        var old = (deployment.Child("status") ?? []).Maps("conditions").ToDictionary(c => c.Text("type")!);
        var conditions = new Seq
        {
            Condition(loop, old, "Available", enough, enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable", enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability."),
        };
        if (fresh is not null)
        {
            var (reason, message) = done
                ? ("NewReplicaSetAvailable", $"ReplicaSet \"{fresh.Stored.Name}\" has successfully progressed.")
                : updated > 0 || available > 0 && sets.Count == 1 ? ("ReplicaSetUpdated", $"ReplicaSet \"{fresh.Stored.Name}\" is progressing.") : ("NewReplicaSetCreated", $"Created new replica set \"{fresh.Stored.Name}\"");
            conditions.Add(Condition(loop, old, "Progressing", true, reason, message));
        }

        if (fresh is not null && (fresh.Body.Child("status") ?? []).Maps("conditions").FirstOrDefault(c => c.Text("type") == "ReplicaFailure") is { } failure)
        {
            conditions.Add(Condition(loop, old, "ReplicaFailure", true, failure.Text("reason")!, failure.Text("message")!));
        }

        status["conditions"] = conditions;
        loop.SetStatus(Key, stored, status);
    }

    private static Map Condition(ControllerLoop loop, Dictionary<string, Map> old, string type, bool value, string reason, string message)
    {
        var now = new ObjectWriter(loop.Cluster).Now();
        var status = value ? "True" : "False";
        var before = old.GetValueOrDefault(type);
        var same = before?.Text("status") == status && before.Text("reason") == reason && before.Text("message") == message;
        return new Map
        {
            ["type"] = type,
            ["status"] = status,
            ["lastUpdateTime"] = same ? before!.Text("lastUpdateTime") : now,
            ["lastTransitionTime"] = before?.Text("status") == status ? before.Text("lastTransitionTime") : now,
            ["reason"] = reason,
            ["message"] = message,
        };
    }
}
