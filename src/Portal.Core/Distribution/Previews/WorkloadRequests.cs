using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Previews;

/// <summary>What one replica of a workload asks for: its containers together.</summary>
internal static class WorkloadRequests
{
    private static readonly string[] Looked = ["cpu", "memory"];

    /// <summary>Null when it says nothing.</summary>
    public static IReadOnlyDictionary<string, string>? Of(SourceObject item)
    {
        var containers = PodTemplate.Spec(item.Item.Content)?["containers"] as JsonArray ?? [];
        var sums = new Dictionary<string, string>();
        foreach (var resource in Looked)
        {
            var sum = containers.Sum(container => Amount((container?["resources"]?["requests"] as JsonObject)?[resource]));
            if (sum > 0)
            {
                sums[resource] = resource == "cpu"
                    ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(sum * 1000):0}m")
                    : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(sum):0}");
            }
        }

        return sums.Count == 0 ? null : sums;
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
