using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Distribution.Karmada;

/// <summary>What is said of a template on one member. Pure.</summary>
internal static class MemberReading
{
    private const string Generation = "resourcetemplate.karmada.io/generation";
    private const string Overridden = "policy.karmada.io/applied-overrides";
    private static readonly string Spaces = KarmadaNames.ExecutionSpace("");

    public static CarriedFinding Read(CarriedTemplate template, MemberObject subject, MemberReach member, int? replicas)
    {
        var (health, reason, remedy, hopeless) = Read(template, member, replicas);
        return new CarriedFinding(member.Name, subject with { Health = health, Reason = reason }, remedy, hopeless, Replicas: replicas);
    }

    /// <summary>The member to which a Work is sent.</summary>
    public static string MemberOf(JsonObject work) =>
        (string?)work["metadata"]?["namespace"] is { } space && space.StartsWith(Spaces, StringComparison.Ordinal) ? space[Spaces.Length..] : "";

    private static (ObjectHealth Health, string Reason, string Remedy, bool Hopeless) Read(CarriedTemplate template, MemberReach member, int? replicas)
    {
        if (member.Problem.Length > 0)
        {
            return (ObjectHealth.Unknown, member.Problem, "Look at the member and at its way to Karmada: what it has stays, and nothing new reaches it.", false);
        }

        var work = template.Works.FirstOrDefault(work => MemberOf(work) == member.Name);
        if (work is null || work["metadata"]?["deletionTimestamp"] is not null || !IsNewest(template.Live!, work))
        {
            return Waits("Karmada has not sent its newest form there yet.");
        }

        var applied = (work["status"]?["conditions"] as JsonArray ?? []).FirstOrDefault(one => (string?)one?["type"] == "Applied");
        if ((string?)applied?["status"] == "False")
        {
            return Refused((string?)applied["message"] ?? "");
        }

        var said = (template.Binding!["status"]?["aggregatedStatus"] as JsonArray ?? []).FirstOrDefault(one => (string?)one?["clusterName"] == member.Name);
        if (applied is null || said is null)
        {
            return Waits("Karmada has not heard of it from there yet.");
        }

        if ((bool?)said["applied"] == false)
        {
            return Refused((string?)said["appliedMessage"] ?? "");
        }

        return Health(template.Live!, said, replicas);
    }

    private static (ObjectHealth, string, string, bool) Health(JsonObject live, JsonNode said, int? replicas)
    {
        if ((long?)said["status"]?["resourceTemplateGeneration"] is { } seen && seen < Long(live["metadata"]?["generation"]))
        {
            return Waits("Karmada has not heard of its newest form from there yet.");
        }

        if ((string?)said["health"] == "Healthy")
        {
            return (ObjectHealth.Ready, "", "", false);
        }

        return Waits(replicas is { } wanted && said["status"] is JsonObject status
            ? $"{Long(status["readyReplicas"])} of {wanted} replicas are ready."
            : "Karmada does not call it healthy yet.");
    }

    private static (ObjectHealth, string, string, bool) Waits(string reason) => (ObjectHealth.Progressing, reason, "", false);

    private static (ObjectHealth, string, string, bool) Refused(string message) => message.Contains("already exists in the cluster", StringComparison.Ordinal)
        ? (ObjectHealth.Degraded, "It is there already, and was not made by Karmada.",
            "Rename it or leave it out of the manifests, or let the application overwrite it (conflictResolution: Overwrite).", true)
        : (ObjectHealth.Degraded, $"The member does not take it: {message}", "Look at what the member says, correct the manifests or the member, and deliver again.", false);

    /// <summary>A Work tells of which generation it is; what has no generation is compared by its data.</summary>
    private static bool IsNewest(JsonObject live, JsonObject work)
    {
        var manifest = (work["spec"]?["workload"]?["manifests"] as JsonArray)?.FirstOrDefault();
        if (live["metadata"]?["generation"] is { } generation && (string?)manifest?["metadata"]?["annotations"]?[Generation] is { } carried)
        {
            return long.TryParse(carried, CultureInfo.InvariantCulture, out var number) && number >= Long(generation);
        }

        return manifest?["data"] is null || work["metadata"]?["annotations"]?[Overridden] is not null || JsonNode.DeepEquals(live["data"], manifest["data"]);
    }

    private static long Long(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long number) ? number : 0;
}
