using ClusterSim.Json;

namespace ClusterSim.Controllers;

/// <summary>
/// What follows from a binding: a Work in the space of each member, what that member answers, and what Karmada gathers of it on
/// the binding and on the template. A member that is lost answers no more; what it said before stays said.
/// </summary>
internal sealed class KarmadaWorks(ControllerLoop loop, KarmadaControllers members)
{
    public const string Works = "works.work.karmada.io";
    private const string Prefix = "karmada-es-";
    private readonly KarmadaSending _sending = new(loop);
    private const string Time = "2026-11-24T20:03:47Z";

    public string Bind(Map template, string ns, Map spec, IEnumerable<KeyValuePair<string, object?>> notes) => _sending.Bind(template, ns, spec, notes);

    public void Reconcile(string key, string id)
    {
        var (ns, name) = (id[..id.IndexOf('/')], id[(id.IndexOf('/') + 1)..]);
        if (loop.Store.Get(key, ns, name) is not { } stored)
        {
            return;
        }

        var binding = stored.Read();
        var label = $"{(ns.Length == 0 ? "cluster" : "")}resourcebinding.karmada.io";
        var own = loop.Store.List(Works, null).Where(work => work.Labels.GetValueOrDefault($"{label}/permanent-id") == stored.Labels.GetValueOrDefault($"{label}/permanent-id")).ToList();
        var targets = stored.Deleting ? [] : Targets(binding);
        foreach (var work in own.Where(work => !work.Deleting && !targets.ContainsKey(work.Namespace[Prefix.Length..])))
        {
            loop.Delete(Works, work);
        }

        if (stored.Deleting)
        {
            if (own.Count == 0)
            {
                loop.Change(key, stored, item => item.Ensure("metadata").Remove("finalizers"));
            }

            return;
        }

        if (Template(binding) is not { } found)
        {
            return;
        }

        var said = new Seq();
        foreach (var (member, replicas) in targets)
        {
            _sending.Send(binding, found.Template, label, member, replicas);
            if (Answer(found.Template, member) is { } answer)
            {
                said.Add(answer);
            }
        }

        Gather(key, ns, name, said, targets.Count);
        Reflect(found.Key, found.Template, said);
    }

    private static SortedDictionary<string, long?> Targets(Map binding)
    {
        var targets = new SortedDictionary<string, long?>(StringComparer.Ordinal);
        var spec = binding.Child("spec")!;
        foreach (var cluster in spec.Maps("requiredBy").SelectMany(by => by.Maps("clusters")).Select(cluster => new Map { ["name"] = cluster["name"] }).Concat(spec.Maps("clusters")))
        {
            targets[cluster.Text("name")!] = cluster.Number("replicas");
        }

        return targets;
    }

    private (string Key, Map Template)? Template(Map binding)
    {
        var resource = (Map)binding.At("spec", "resource")!;
        var parts = resource.Text("apiVersion")!.Split('/');
        return loop.Cluster.Registry.FindKind(parts.Length == 1 ? "" : parts[0], parts[^1], resource.Text("kind")!) is { } kind
            && loop.Store.Get(kind.StorageKey, resource.Text("namespace") ?? "", resource.Text("name")!) is { } stored ? (kind.StorageKey, stored.Read()) : null;
    }

    /// <summary>As the binding has it; of a member that is lost, what it said last.</summary>
    private Map? Answer(Map template, string member)
    {
        if (loop.Store.Get(Works, Prefix + member, KarmadaSending.NameOf(template)) is not { Deleting: false } stored)
        {
            return null;
        }

        var work = stored.Read();
        if (members.Reaches(member))
        {
            var manifest = (Map)((Seq)work.At("spec", "workload", "manifests")!)[0]!;
            var refusal = members.RefusalOf(member);
            var identifier = new Map { ["kind"] = template.Text("kind"), ["name"] = template.At("metadata", "name"), ["ordinal"] = 0L, ["resource"] = "", ["version"] = template.Text("apiVersion")!.Split('/')[^1] };
            var status = new Map { ["health"] = refusal is null ? "Healthy" : "Unknown", ["identifier"] = identifier };
            if (refusal is null && manifest.At("spec", "replicas") is long count)
            {
                status["status"] = new Map
                {
                    ["availableReplicas"] = count,
                    ["generation"] = 1L,
                    ["observedGeneration"] = 1L,
                    ["readyReplicas"] = count,
                    ["replicas"] = count,
                    ["resourceTemplateGeneration"] = template.At("metadata", "generation"),
                    ["updatedReplicas"] = count,
                };
            }

            loop.SetStatus(Works, stored, new Map
            {
                ["conditions"] = new Seq
                {
                    Condition("Dispatching", true, "Dispatching", "Work is being dispatched to member clusters."),
                    refusal is null ? Condition("Applied", true, "AppliedSuccessful", "Manifest has been successfully applied") : Condition("Applied", false, "AppliedFailed", refusal),
                },
                ["manifestStatuses"] = refusal is null ? new Seq { status } : null,
            });
            work = loop.Store.Get(Works, Prefix + member, KarmadaSending.NameOf(template))!.Read();
        }

        var applied = (work.Child("status") ?? []).Maps("conditions").FirstOrDefault(condition => condition.Text("type") == "Applied");
        if (applied is null)
        {
            return null;
        }

        var seen = (work.Child("status") ?? []).Maps("manifestStatuses").FirstOrDefault();
        var answer = new Map { ["applied"] = applied.Text("status") == "True", ["clusterName"] = member, ["health"] = seen?.Text("health") ?? "Unknown" };
        if (applied.Text("status") != "True")
        {
            answer["appliedMessage"] = applied.Text("message");
        }

        if (seen?.Child("status") is { } state)
        {
            answer["status"] = state;
        }

        return answer;
    }

    private void Gather(string key, string ns, string name, Seq said, int targets)
    {
        var stored = loop.Store.Get(key, ns, name)!;
        var binding = stored.Read();
        var all = said.Count == targets && said.OfType<Map>().All(one => one.Flag("applied"));
        var conditions = new Seq();
        var status = new Map { ["aggregatedStatus"] = said, ["conditions"] = conditions };
        if (binding.At("spec", "placement") is not null || binding.At("spec", "schedulerName") is not null)
        {
            conditions.Add(targets > 0
                ? Condition("Scheduled", true, "Success", "Binding has been scheduled successfully.")
                : Condition("Scheduled", false, "NoClusterFit", "0/0 clusters are available: no cluster fits."));
            status["lastScheduledTime"] = Time;
            status["schedulerObservedGeneration"] = binding.At("metadata", "generation");
        }

        conditions.Add(all
            ? Condition("FullyApplied", true, "FullyAppliedSuccess", "All works have been successfully applied")
            : Condition("FullyApplied", false, "FullyAppliedFailed", "Failed to apply all works, see status.aggregatedStatus for details"));
        loop.SetStatus(key, stored, status);
    }

    private void Reflect(string key, Map template, Seq said)
    {
        if (template.At("spec", "replicas") is not long || loop.Store.Get(key, (string)template.At("metadata", "namespace")!, (string)template.At("metadata", "name")!) is not { } stored)
        {
            return;
        }

        var ready = said.OfType<Map>().Sum(one => one.At("status", "readyReplicas") as long? ?? 0);
        loop.SetStatus(key, stored, new Map
        {
            ["availableReplicas"] = ready,
            ["observedGeneration"] = template.At("metadata", "generation"),
            ["readyReplicas"] = ready,
            ["replicas"] = ready,
            ["updatedReplicas"] = ready,
        });
    }

    private static Map Condition(string type, bool status, string reason, string message) => new()
    {
        ["lastTransitionTime"] = Time,
        ["message"] = message,
        ["reason"] = reason,
        ["status"] = status ? "True" : "False",
        ["type"] = type,
    };
}
