using System.Collections.Frozen;
using k8s.Models;
using Portal.Core.Clusters;

namespace Portal.Core.Distribution.Placement;

/// <summary>A cluster as the placement engine sees it: parsed once, read by every decision.</summary>
public sealed class PlacementCluster
{
    public required string Name { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;

    public string Provider { get; init; } = "";

    public string Region { get; init; } = "";

    public IReadOnlyList<string> Zones { get; init; } = [];

    public IReadOnlyList<ClusterTaint> Taints { get; init; } = [];

    /// <summary>What the cluster serves, as "apiVersion/Kind" ("apps/v1/Deployment").</summary>
    public IReadOnlySet<string> Apis { get; init; } = FrozenSet<string>.Empty;

    /// <summary>A cluster that is leaving is never chosen.</summary>
    public bool Leaving { get; init; }

    /// <summary>What is free, or null when it is not known: then nothing fits.</summary>
    public AvailableResources? Available { get; init; }
}

/// <summary>Allocatable less what is allocated and being allocated.</summary>
public sealed class AvailableResources
{
    // A handful: a walk over them is faster than a hash.
    private readonly Amount[] _free;

    /// <summary>Quantities as Kubernetes writes them ("32", "500m", "43Gi"), by resource name.</summary>
    public AvailableResources(
        IReadOnlyDictionary<string, string> allocatable,
        IReadOnlyDictionary<string, string> allocated,
        IReadOnlyDictionary<string, string> allocating)
    {
        _free = [.. allocatable.Select(pair =>
        {
            var free = Parse(pair.Value) - Of(allocated, pair.Key) - Of(allocating, pair.Key);
            return new Amount(pair.Key, Quantity.Whole(free), Quantity.Thousandths(free));
        })];
        Pods = TryGet("pods", out var pods, out _) ? Math.Max(0, pods) : 0;
    }

    /// <summary>Pods that still fit; 0 when the cluster does not say.</summary>
    public long Pods { get; }

    /// <summary>False when the cluster has no such resource at all.</summary>
    public bool TryGet(string resource, out long whole, out long thousandths)
    {
        foreach (var free in _free)
        {
            if (free.Resource == resource)
            {
                (whole, thousandths) = (free.Whole, free.Thousandths);
                return true;
            }
        }

        (whole, thousandths) = (0, 0);
        return false;
    }

    private readonly record struct Amount(string Resource, long Whole, long Thousandths);

    private static decimal Of(IReadOnlyDictionary<string, string> amounts, string resource) =>
        amounts.TryGetValue(resource, out var text) ? Parse(text) : 0;

    private static decimal Parse(string text) => new ResourceQuantity(text).ToDecimal();
}

/// <summary>Kubernetes' integer views of a quantity: rounded away from zero.</summary>
internal static class Quantity
{
    public static long Whole(decimal amount) => Clamp(amount >= 0 ? Math.Ceiling(amount) : Math.Floor(amount));

    public static long Thousandths(decimal amount) => Clamp(amount >= 0 ? Math.Ceiling(amount * 1000) : Math.Floor(amount * 1000));

    private static long Clamp(decimal amount) => amount >= long.MaxValue ? long.MaxValue : (long)amount;
}
