using System.Text.Json.Serialization;

namespace Portal.Core.Rollouts.Waves;

/// <summary>A condition in PromQL: every value of the expression, over the clusters that have had their turn, compares so with the threshold.</summary>
public sealed record MetricCheck(string Expression, MetricComparison Comparison, double Threshold)
{
    public const int LongestExpression = 2000;
}

/// <summary>How a value must compare with a threshold.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MetricComparison>))]
public enum MetricComparison
{
    Below,
    AtMost,
    AtLeast,
    Above,
}
