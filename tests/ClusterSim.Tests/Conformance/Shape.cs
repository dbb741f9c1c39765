using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ClusterSim.Tests.Conformance;

/// <summary>
/// Compares two JSON documents: equal in everything but what varies by nature (uid, resourceVersion, times, generated
/// names, addresses, tokens), which must be there and look alike. Returns the first differences in words.
/// </summary>
internal static partial class Shape
{
    // Compared by their presence only.
    private static readonly HashSet<string> Volatile = new(StringComparer.Ordinal)
    {
        "uid", "resourceVersion", "creationTimestamp", "time", "lastTransitionTime", "lastUpdateTime", "lastProbeTime",
        "lastHeartbeatTime", "startTime", "completionTime", "startedAt", "finishedAt", "deletionTimestamp", "renewTime",
        "firstTimestamp", "lastTimestamp", "eventTime", "expirationTimestamp", "token", "ca.crt", "clusterIP", "podIP", "hostIP",
        "ip", "selfLink", "gitCommit", "buildDate", "continue", "remainingItemCount", "pod-template-hash", "controller-revision-hash", "release",
        "machineID", "systemUUID", "bootID", "nodeName", "modifiedAt", "kubernetes.io/service-account.uid",
        "batch.kubernetes.io/controller-uid", "controller-uid", "currentRevision", "updateRevision", "containerID", "imageID",
    };

    private static readonly HashSet<string> Controllers = ["kube-controller-manager", "kubelet", "Python-urllib", "kube-scheduler"];

    // Their status is a moment of a rollout: how far it is depends on when one looks. The commands show that it ends alike.
    private static readonly HashSet<string> Moving = ["Deployment", "ReplicaSet", "Pod", "StatefulSet", "DaemonSet", "Job", "PodList", "ReplicaSetList", "DeploymentList", "StatefulSetList", "DaemonSetList", "JobList", "Scale"];

    public static IReadOnlyList<string> Compare(JsonNode? expected, JsonNode? actual)
    {
        var differences = new List<string>();
        if (expected is JsonObject of && actual is JsonObject other)
        {
            DropMoving(of = (JsonObject)of.DeepClone(), (string?)of["kind"] ?? "");
            DropMoving(other = (JsonObject)other.DeepClone(), (string?)other["kind"] ?? "");
            (expected, actual) = (of, other);
        }

        Compare(expected, actual, "", differences);
        return differences;
    }

    private static void Compare(JsonNode? expected, JsonNode? actual, string path, List<string> differences)
    {
        if (differences.Count >= 6)
        {
            return;
        }

        switch (expected, actual)
        {
            case (null, null):
                return;
            case (JsonObject left, JsonObject right):
                foreach (var key in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)))
                {
                    var here = $"{path}.{key}";
                    if (!right.ContainsKey(key))
                    {
                        differences.Add($"{here}: missing, expected {Cut(left[key])}");
                    }
                    else if (!left.ContainsKey(key))
                    {
                        differences.Add($"{here}: unexpected {Cut(right[key])}");
                    }
                    else if (key == "description" && path.Contains("columnDefinitions", StringComparison.Ordinal))
                    {
                        // The documentation of a column is there; its words are the API's own.
                        continue;
                    }
                    else if (!Volatile.Contains(key) || left[key] is JsonObject or JsonArray)
                    {
                        Compare(left[key], right[key], here, differences);
                    }
                }

                return;
            case (JsonArray managed, JsonArray others) when path.EndsWith(".managedFields", StringComparison.Ordinal):
                // Entries of one second are ordered by manager; which second it is varies.
                Compare(ByManager(managed), ByManager(others), path, differences);
                return;
            case (JsonArray left, JsonArray right) when path.EndsWith("Rules", StringComparison.Ordinal):
                // Rules are gathered from bindings in no order.
                CompareItems(Sorted(left, r => r), Sorted(right, r => r), path, differences);
                return;
            case (JsonArray left, JsonArray right) when path == ".rows":
                // Rows are in the order of names, and some names are generated.
                CompareItems(Sorted(left, r => r["cells"]!), Sorted(right, r => r["cells"]!), path, differences);
                return;
            case (JsonArray left, JsonArray right):
                CompareItems(left, right, path, differences);
                return;
            default:
                Leaf(expected, actual, path, differences);
                return;
        }
    }

    private static JsonArray Sorted(JsonArray items, Func<JsonNode, JsonNode> by) =>
        [.. items.Select(i => i!.DeepClone()).OrderBy(i => NodeWord().Replace(Mask(by(i).ToJsonString()), "<node>"), StringComparer.Ordinal)];

    private static void CompareItems(JsonArray left, JsonArray right, string path, List<string> differences)
    {
        if (left.Count != right.Count)
        {
            differences.Add($"{path}: {right.Count} items, expected {left.Count}");
            return;
        }

        for (var i = 0; i < left.Count; i++)
        {
            Compare(left[i], right[i], $"{path}[{i}]", differences);
        }
    }

    private static void Leaf(JsonNode? expected, JsonNode? actual, string path, List<string> differences)
    {
        if (expected is null || actual is null || expected.GetValueKind() != actual.GetValueKind() || Word(expected, path) != Word(actual, path))
        {
            differences.Add($"{path}: {Cut(actual)}, expected {Cut(expected)}");
        }
    }

    // Which of several equal nodes a pod is on varies.
    private static string Word(JsonNode value, string path) =>
        path.Contains(".cells", StringComparison.Ordinal) ? NodeWord().Replace(Mask(value.ToString()), "<node>") : Mask(value.ToString());

    private static void DropMoving(JsonObject node, string kind)
    {
        if (node["object"] is JsonObject watched)
        {
            DropMoving(watched, (string?)watched["kind"] ?? "");
            return;
        }

        if (!Moving.Contains(kind))
        {
            return;
        }

        foreach (var item in (node["items"] as JsonArray ?? [node.DeepClone()]).OfType<JsonObject>().Prepend(node))
        {
            item.Remove("status");
            if (item["metadata"] is JsonObject meta)
            {
                if (kind.StartsWith("ReplicaSet", StringComparison.Ordinal))
                {
                    meta.Remove("generation");
                }

                if (meta["annotations"] is JsonObject notes)
                {
                    foreach (var key in notes.Select(n => n.Key).Where(k => k.StartsWith("deployment.kubernetes.io/", StringComparison.Ordinal)).ToList())
                    {
                        notes[key] = "<moving>";
                    }
                }
            }
        }
    }

    private static JsonObject ByManager(JsonArray entries)
    {
        var result = new JsonObject();
        foreach (var entry in entries.OfType<JsonObject>())
        {
            var key = $"{entry["manager"]} {entry["operation"]} {entry["subresource"]} {entry["apiVersion"]}";
            if ((string?)entry["subresource"] == "status" && Controllers.Contains((string?)entry["manager"] ?? ""))
            {
                // Which fields a controller has come to set depends on when one looks.
                continue;
            }

            result[result.ContainsKey(key) ? key + " again" : key] = JsonNode.Parse(Mask(entry.ToJsonString()));
        }

        return result;
    }

    /// <summary>Replaces what varies by nature inside a text by a word for it.</summary>
    public static string Mask(string text)
    {
        text = Guid().Replace(text, "<uid>");
        text = Instant().Replace(text, "<time>");
        text = VolumeName().Replace(text, "kube-api-access-<suffix>");
        text = Jwt().Replace(text, "<jwt>");
        text = Address().Replace(text, "<ip>");
        text = PodName().Replace(text, "$1-<hash>-<suffix>");
        text = HashLabel().Replace(text, "$1<hash>");
        text = ReplicaSetName().Replace(text, "$1-<hash>");
        text = JobPod().Replace(text, "$1-<suffix>");
        text = Ago().Replace(text, "<age>");
        text = Placed().Replace(text, "$1<node>");
        text = Server().Replace(text, "<server>");
        return Revision().Replace(text, "$1<rv>");
    }

    private static string Cut(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "null";
        return text.Length <= 160 ? text : text[..160] + "…";
    }

    [GeneratedRegex("kube-api-access-[a-z0-9]{5}")]
    private static partial Regex VolumeName();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Guid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| ?[+-]\d{4}( UTC)?)?|(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +\w+ +\w+ +[\d:]+ [\d:]+( [+-]\d{4})?|(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} +\d+ [\d:]{8} \d{4}")]
    private static partial Regex Instant();

    [GeneratedRegex(@"ey[\w-]{20,}\.[\w-]+\.[\w-]+|LS0t[\w+/=]{100,}|ZXlK[\w+/=]{100,}")]
    private static partial Regex Jwt();

    [GeneratedRegex(@"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b(:\d+)?")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b([a-z][a-z0-9.]*)-[bcdf0-9][a-z0-9]{5,9}-[a-z0-9]{5}\b")]
    private static partial Regex PodName();

    [GeneratedRegex(@"\b([a-z][a-z0-9.]*)-(?=[bcdfghjklmnpqrstvwxz]*\d)[bcdf0-9][bcdfghjklmnpqrstvwxz2-9]{6,9}\b")]
    private static partial Regex ReplicaSetName();

    // Which of several equal nodes the scheduler takes.
    [GeneratedRegex(@"(Successfully assigned \S+ to |<ip>\s+)node-\d")]
    private static partial Regex Placed();

    [GeneratedRegex(@"\bnode-\d\b(?=""|$)")]
    private static partial Regex NodeWord();

    [GeneratedRegex(@"https?://(SERVER|<ip>/clusters/sim-0)")]
    private static partial Regex Server();

    [GeneratedRegex(@"((?:pod-template-hash|controller-revision-hash)=)[a-z0-9-]+")]
    private static partial Regex HashLabel();

    [GeneratedRegex(@"\b(once|agent|gen|s)-[bcdfghjklmnpqrstvwxz2-9]{5}\b")]
    private static partial Regex JobPod();

    [GeneratedRegex(@"\b(\d+d)?(\d+h)?(\d+m)?(\d+s|<invalid>)\b|\b\d+m(\d+s)?\b ago")]
    private static partial Regex Ago();

    [GeneratedRegex(@"(""?resourceVersion""?: ""|too old resource version: )\d+( \(\d+\))?")]
    private static partial Regex Revision();
}
