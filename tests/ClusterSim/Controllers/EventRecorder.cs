using System.Globalization;
using ClusterSim.Json;

namespace ClusterSim.Controllers;

/// <summary>Events of controllers: a repeated one counts up, and many alike become one.</summary>
internal static class EventRecorder
{
    private const int SimilarLimit = 9;

    public static void Record(this ControllerLoop loop, Map about, string type, string reason, string message, string component)
    {
        var meta = about.Child("metadata")!;
        var ns = meta.Text("namespace") is { Length: > 0 } own ? own : "default";
        var now = loop.Cluster.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var similar = loop.Store.List("events", ns).Select(e => (Stored: e, Body: e.Read()))
            .Where(e => e.Body.At("involvedObject", "uid") is string uid && uid == meta.Text("uid") && e.Body.Text("reason") == reason).ToList();
        var combined = "(combined from similar events): ";
        var same = similar.Find(e => e.Body.Text("message") == message);
        if (same.Stored is null && similar.Count >= SimilarLimit)
        {
            message = combined + message;
            same = similar.Find(e => e.Body.Text("message")!.StartsWith(combined, StringComparison.Ordinal));
        }

        if (same.Stored is not null)
        {
            loop.Change("events", same.Stored, e =>
            {
                e["count"] = (e.Number("count") ?? 1) + 1;
                e["lastTimestamp"] = now;
                e["message"] = message;
            });
            return;
        }

        loop.Create("events", ns, new Map
        {
            ["metadata"] = new Map { ["name"] = $"{meta.Text("name")}.{Guid.NewGuid().ToString("N")[..16]}" },
            ["involvedObject"] = new Map
            {
                ["kind"] = about.Text("kind"),
                ["namespace"] = meta.Text("namespace") ?? "",
                ["name"] = meta.Text("name"),
                ["uid"] = meta.Text("uid"),
                ["apiVersion"] = about.Text("apiVersion"),
                ["resourceVersion"] = meta.Text("resourceVersion"),
            },
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new Map { ["component"] = component },
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1L,
            ["type"] = type,
            ["reportingComponent"] = component,
        });
    }
}
