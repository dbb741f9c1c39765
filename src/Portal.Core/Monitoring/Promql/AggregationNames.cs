using System.Collections.Frozen;

namespace Portal.Core.Monitoring.Promql;

/// <summary>The aggregations by their names.</summary>
public static class AggregationNames
{
    private static readonly (AggregationOperator Operator, string Name)[] All =
    [
        (AggregationOperator.Sum, "sum"), (AggregationOperator.Avg, "avg"), (AggregationOperator.Count, "count"), (AggregationOperator.Min, "min"),
        (AggregationOperator.Max, "max"), (AggregationOperator.Group, "group"), (AggregationOperator.Stddev, "stddev"), (AggregationOperator.Stdvar, "stdvar"),
        (AggregationOperator.Topk, "topk"), (AggregationOperator.Bottomk, "bottomk"), (AggregationOperator.CountValues, "count_values"),
        (AggregationOperator.Quantile, "quantile"), (AggregationOperator.Limitk, "limitk"), (AggregationOperator.LimitRatio, "limit_ratio"),
    ];

    private static readonly FrozenDictionary<string, AggregationOperator> ByName =
        All.ToFrozenDictionary(pair => pair.Name, pair => pair.Operator, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<AggregationOperator, string> ByOperator = All.ToFrozenDictionary(pair => pair.Operator, pair => pair.Name);

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(pair => pair.Name)];

    public static bool TryFind(string name, out AggregationOperator found) => ByName.TryGetValue(name, out found);

    public static string NameOf(AggregationOperator op) => ByOperator[op];

    /// <summary>The type of its first argument where it has two, else null.</summary>
    public static PromqlType? ParameterOf(AggregationOperator op) => op switch
    {
        AggregationOperator.Topk or AggregationOperator.Bottomk or AggregationOperator.Quantile or AggregationOperator.Limitk or AggregationOperator.LimitRatio => PromqlType.Scalar,
        AggregationOperator.CountValues => PromqlType.Text,
        _ => null,
    };
}
