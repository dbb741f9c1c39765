using System.Text.Json.Serialization;

namespace Portal.Core.Distribution.Rebalance;

/// <summary>What happens when divided replicas would be better placed, as the room of clusters changes.</summary>
/// <param name="MaxReplicas">The most replicas that are moved in one go; null for as many as the share allows.</param>
/// <param name="MaxPercent">The largest share of all replicas that is moved in one go, in hundredths; one replica at least.</param>
/// <param name="IntervalSeconds">The least time between two looks, and so between two moves.</param>
public sealed record RebalancePolicy(
    RebalanceMode Mode = RebalanceMode.Propose, int? MaxReplicas = null, int MaxPercent = RebalancePolicy.DefaultPercent,
    int IntervalSeconds = RebalancePolicy.DefaultSeconds)
{
    public const int DefaultPercent = 20;
    public const int DefaultSeconds = 3600;
    public const int LeastSeconds = 300;
    public const int MostSeconds = 604_800;
    public const int MostReplicas = 100_000;

    /// <summary>How many replicas may be moved in one go.</summary>
    public int Budget(int all) => Math.Max(1, Math.Min(MaxReplicas ?? int.MaxValue, (int)((long)all * MaxPercent / 100)));
}

[JsonConverter(typeof(JsonStringEnumConverter<RebalanceMode>))]
public enum RebalanceMode
{
    /// <summary>A person approves each move.</summary>
    Propose,

    Automatic,
}
