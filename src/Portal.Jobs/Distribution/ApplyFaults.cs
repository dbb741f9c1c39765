using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Autorest;
using Portal.Core.Components.Helm;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution;

/// <summary>Why a cluster did not take an object: the object, the field, who stands against it, and what to do.</summary>
internal static class ApplyFaults
{
    public static Problem Describe(Exception error, string label, string clusterName)
    {
        var what = $"{label} cannot be delivered to {clusterName}";
        if (error is HttpOperationException answer && Known(answer, what) is { } known)
        {
            return known;
        }

        var problem = KubernetesFaults.Describe(error, clusterName).Problem;
        return problem.Kind == ProblemKind.Unavailable ? problem : problem with { What = what };
    }

    private static Problem? Known(HttpOperationException error, string what)
    {
        var content = error.Response.Content ?? "";
        var status = Read(content);
        var fields = Fields(status);
        if (error.Response.StatusCode == HttpStatusCode.Conflict && FieldConflict.Find(content.Replace("\\\"", "\"", StringComparison.Ordinal)) is { } conflict)
        {
            var managers = string.Join(", ", conflict.Managers.Select(manager => $"\"{manager}\""));
            return new Problem(ProblemKind.Conflict, what, $"Its fields {fields} are managed by {managers}.",
                "Let them give the fields up, leave the fields out of the manifests, or let the application overwrite them (conflictResolution: Overwrite).");
        }

        if (error.Response.StatusCode == HttpStatusCode.UnprocessableEntity
            && (content.Contains("immutable", StringComparison.OrdinalIgnoreCase) || content.Contains("may not change once set", StringComparison.Ordinal)
                || content.Contains("are forbidden", StringComparison.Ordinal)))
        {
            return new Problem(ProblemKind.Refused, what, $"Its fields {fields} cannot be changed once it exists.",
                "Give the object another name, or delete it on the cluster and retry: then it is made anew.");
        }

        return AdmissionRefusal.Find((string?)status?["message"] ?? "") is { } refusal
            ? new Problem(ProblemKind.Refused, what, refusal.Why, "Change the manifests or an override so that it is allowed, or ask the owner of what refuses it; then retry.")
            : null;
    }

    private static string Fields(JsonObject? status)
    {
        var fields = (status?["details"]?["causes"] as JsonArray ?? []).Select(cause => (string?)cause?["field"]).Where(field => !string.IsNullOrEmpty(field))
            .Select(field => field!.TrimStart('.')).Distinct().Take(5).ToList();
        return fields.Count == 0 ? "(not named)" : string.Join(", ", fields);
    }

    private static JsonObject? Read(string content)
    {
        try
        {
            return JsonNode.Parse(content) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
