using System.Text.Json.Nodes;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Distribution.Karmada;

/// <summary>
/// What a template has come to, from its binding, its works and the members. What Karmada said of an older form of it counts
/// for nothing, and what it said of a member that it no longer reaches is not known to be so. Pure.
/// </summary>
public static class KarmadaReading
{
    /// <summary>At least one finding: one that is on no member is not ready.</summary>
    /// <param name="template">It, and what Karmada made of it.</param>
    /// <param name="members">All members, by name.</param>
    /// <param name="policies">The names of the application's own policies: others may not have claimed it.</param>
    public static IReadOnlyList<CarriedFinding> Read(
        CarriedTemplate template, IReadOnlyDictionary<string, MemberReach> members, IReadOnlySet<string> policies)
    {
        var subject = new MemberObject(template.Item.ApiVersion, template.Item.Kind, template.Namespace, template.Item.Name, ObjectHealth.Progressing);
        if (Before(template, policies) is { } before)
        {
            return [new CarriedFinding("", subject with { Health = before.Health, Reason = before.Reason }, before.Remedy, before.Hopeless), .. Leaving(template, subject, new Dictionary<string, int?>(), members)];
        }

        var targets = Targets(template.Binding!);
        if (targets.Count == 0)
        {
            return [new CarriedFinding("", subject with { Reason = "Karmada has placed it on no cluster yet." }), .. Leaving(template, subject, targets, members)];
        }

        return
        [
            .. targets.Select(target => MemberReading.Read(template, subject, members.GetValueOrDefault(target.Key) ?? new MemberReach(target.Key, "Karmada has no such member."), target.Value)),
            .. Leaving(template, subject, targets, members),
        ];
    }

    /// <summary>Replicas by member; of what is carried along, the members of what it belongs to.</summary>
    public static IReadOnlyDictionary<string, int?> Targets(JsonObject binding)
    {
        var found = new SortedDictionary<string, int?>(StringComparer.Ordinal);
        var spec = binding["spec"];
        var carried = (spec?["requiredBy"] as JsonArray ?? []).SelectMany(by => by?["clusters"] as JsonArray ?? []);
        foreach (var cluster in carried)
        {
            found[(string)cluster!["name"]!] = null;
        }

        foreach (var cluster in spec?["clusters"] as JsonArray ?? [])
        {
            found[(string)cluster!["name"]!] = (int?)cluster["replicas"];
        }

        return found;
    }

    /// <summary>Why nothing can be said of members yet, or null.</summary>
    private static Fault? Before(CarriedTemplate template, IReadOnlySet<string> policies)
    {
        if (template.Live is not { } live)
        {
            return new Fault(ObjectHealth.Missing, "It is not on the control plane.");
        }

        // What is carried along with a workload comes whoever has claimed it.
        if (Claim(live) is { } claim && !policies.Contains(claim) && template.Binding?["spec"]?["requiredBy"] is null)
        {
            return new Fault(ObjectHealth.Degraded, $"It is claimed by {claim}, which is not the application's.",
                "Delete that policy, or let it select less; or give the application preemption: Always.", true);
        }

        if (template.Binding is not { } binding)
        {
            return new Fault(ObjectHealth.Progressing, "Karmada has not bound it to clusters yet.");
        }

        if (template.Source.Replicas is not null && (int?)live["spec"]?[template.Source.ReplicasField] is { } wanted && (int?)binding["spec"]?["replicas"] is var bound && (bound ?? 0) != wanted)
        {
            return new Fault(ObjectHealth.Progressing, $"Karmada has not taken over its {wanted} replicas yet.");
        }

        return Unscheduled(binding);
    }

    private static Fault? Unscheduled(JsonObject binding)
    {
        if (binding["spec"]?["placement"] is null)
        {
            return null;
        }

        var condition = (binding["status"]?["conditions"] as JsonArray ?? []).FirstOrDefault(one => (string?)one?["type"] == "Scheduled");
        if ((string?)condition?["status"] == "False")
        {
            return new Fault(ObjectHealth.Degraded, $"Karmada cannot place it: {(string?)condition["message"]}",
                "Look at the placement, and at the taints, labels and room of the members; Karmada tries again by itself.");
        }

        return ((long?)binding["status"]?["schedulerObservedGeneration"] ?? 0) < ((long?)binding["metadata"]?["generation"] ?? 0)
            ? new Fault(ObjectHealth.Progressing, "Karmada's scheduler has not looked at its newest form yet.")
            : null;
    }

    /// <summary>"PropagationPolicy shop/web", or null where nobody has claimed it.</summary>
    private static string? Claim(JsonObject live)
    {
        var annotations = live["metadata"]?["annotations"];
        return (string?)annotations?["propagationpolicy.karmada.io/name"] is { } name
            ? $"{KarmadaPolicyApi.Propagation} {(string?)annotations["propagationpolicy.karmada.io/namespace"]}/{name}"
            : (string?)annotations?["clusterpropagationpolicy.karmada.io/name"] is { } wide ? $"{KarmadaPolicyApi.ClusterPropagation} {wide}" : null;
    }

    private static IEnumerable<CarriedFinding> Leaving(
        CarriedTemplate template, MemberObject subject, IReadOnlyDictionary<string, int?> targets, IReadOnlyDictionary<string, MemberReach> members) =>
        template.Works.Select(MemberReading.MemberOf).Where(member => !targets.ContainsKey(member)).Select(member => new CarriedFinding(
            member, subject with
            {
                Health = ObjectHealth.Unknown,
                Reason = members.GetValueOrDefault(member)?.Problem is { Length: > 0 } problem
                ? problem : "Karmada is still to remove it there."
            }, Leaving: true));

    private sealed record Fault(ObjectHealth Health, string Reason, string Remedy = "", bool Hopeless = false);
}
