using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Previews;

/// <summary>
/// What one replica of a workload asks for, as Kubernetes and Karmada reckon it: its containers together, or the largest of its
/// init containers where that is more, and the overhead. A container that says only a limit asks for that.
/// </summary>
internal static class WorkloadRequests
{
    private static readonly string[] Looked = ["cpu", "memory"];

    /// <summary>Null when it says nothing.</summary>
    public static IReadOnlyDictionary<string, string>? Of(SourceObject item)
    {
        var pod = PodTemplate.Spec(item.Item.Content);
        var containers = pod?["containers"] as JsonArray ?? [];
        var before = pod?["initContainers"] as JsonArray ?? [];
        var sums = new Dictionary<string, string>();
        foreach (var resource in Looked)
        {
            var most = before.Select(container => Requested(container, resource)).DefaultIfEmpty().Max();
            var sum = Math.Max(containers.Sum(container => Requested(container, resource)), most) + Amount((pod?["overhead"] as JsonObject)?[resource]);
            if (sum > 0)
            {
                sums[resource] = resource == "cpu"
                    ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(sum * 1000):0}m")
                    : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(sum):0}");
            }
        }

        return sums.Count == 0 ? null : sums;
    }

    private static decimal Requested(JsonNode? container, string resource)
    {
        var resources = (container as JsonObject)?["resources"] as JsonObject;
        return Amount((resources?["requests"] as JsonObject)?[resource] ?? (resources?["limits"] as JsonObject)?[resource]);
    }

    private static decimal Amount(JsonNode? node)
    {
        if (node is not JsonValue)
        {
            return 0;
        }

        try
        {
            return new ResourceQuantity(node.ToString()).ToDecimal();
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
        {
            // The cluster itself will say what is wrong with it.
            return 0;
        }
    }
}
