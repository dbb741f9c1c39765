using System.Collections.Frozen;
using static Portal.Core.Monitoring.Promql.PromqlType;

namespace Portal.Core.Monitoring.Promql;

/// <summary>All functions of PromQL, those of 2.x and 3.x alike: which of them a server knows, the server says.</summary>
public static class PromqlFunctions
{
    private static readonly string[] OfVector =
    [
        "abs", "absent", "acos", "acosh", "asin", "asinh", "atan", "atanh", "ceil", "cos", "cosh", "deg", "exp", "floor", "histogram_avg",
        "histogram_count", "histogram_stddev", "histogram_stdvar", "histogram_sum", "ln", "log10", "log2", "rad", "sgn", "sin", "sinh", "sort",
        "sort_desc", "sqrt", "tan", "tanh", "timestamp",
    ];

    private static readonly string[] OfRange =
    [
        "absent_over_time", "avg_over_time", "changes", "count_over_time", "delta", "deriv", "first_over_time", "idelta", "increase", "irate",
        "last_over_time", "max_over_time", "min_over_time", "present_over_time", "rate", "resets", "stddev_over_time", "stdvar_over_time", "sum_over_time",
    ];

    private static readonly string[] OfRangeExperimental = ["mad_over_time", "ts_of_first_over_time", "ts_of_last_over_time", "ts_of_max_over_time", "ts_of_min_over_time"];

    private static readonly string[] OfDate = ["day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month", "year"];

    private static readonly FrozenDictionary<string, PromqlFunction> ByName = Declare().ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public static IReadOnlyList<PromqlFunction> All { get; } = [.. ByName.Values.OrderBy(function => function.Name, StringComparer.Ordinal)];

    public static PromqlFunction? Find(string name) => ByName.GetValueOrDefault(name);

    private static IEnumerable<PromqlFunction> Declare() =>
    [
        .. OfVector.Select(name => new PromqlFunction(name, InstantVector, [InstantVector], 1, 1)),
        .. OfRange.Select(name => new PromqlFunction(name, InstantVector, [RangeVector], 1, 1)),
        .. OfRangeExperimental.Select(name => new PromqlFunction(name, InstantVector, [RangeVector], 1, 1, Experimental: true)),
        .. OfDate.Select(name => new PromqlFunction(name, InstantVector, [InstantVector], 0, 1)),
        new("clamp", InstantVector, [InstantVector, Scalar, Scalar], 3, 3),
        new("clamp_max", InstantVector, [InstantVector, Scalar], 2, 2),
        new("clamp_min", InstantVector, [InstantVector, Scalar], 2, 2),
        new("double_exponential_smoothing", InstantVector, [RangeVector, Scalar, Scalar], 3, 3, Experimental: true),
        new("holt_winters", InstantVector, [RangeVector, Scalar, Scalar], 3, 3),
        new("histogram_fraction", InstantVector, [Scalar, Scalar, InstantVector], 3, 3),
        new("histogram_quantile", InstantVector, [Scalar, InstantVector], 2, 2),
        new("histogram_quantiles", InstantVector, [InstantVector, Text, Scalar], 3, 12, Experimental: true),
        new("info", InstantVector, [InstantVector, InstantVector], 1, 2, Experimental: true),
        new("label_join", InstantVector, [InstantVector, Text, Text, Text], 3, null),
        new("label_replace", InstantVector, [InstantVector, Text, Text, Text, Text], 5, 5),
        new("predict_linear", InstantVector, [RangeVector, Scalar], 2, 2),
        new("quantile_over_time", InstantVector, [Scalar, RangeVector], 2, 2),
        new("round", InstantVector, [InstantVector, Scalar], 1, 2),
        new("scalar", Scalar, [InstantVector], 1, 1),
        new("sort_by_label", InstantVector, [InstantVector, Text], 1, null, Experimental: true),
        new("sort_by_label_desc", InstantVector, [InstantVector, Text], 1, null, Experimental: true),
        new("start_timestamp", InstantVector, [InstantVector], 1, 1, Experimental: true),
        new("vector", InstantVector, [Scalar], 1, 1),
        new("max_of", Scalar, [Scalar, Scalar], 2, 2, Experimental: true),
        new("min_of", Scalar, [Scalar, Scalar], 2, 2, Experimental: true),
        new("pi", Scalar, [], 0, 0),
        new("time", Scalar, [], 0, 0),
        new("start", Scalar, [], 0, 0, Experimental: true),
        new("end", Scalar, [], 0, 0, Experimental: true),
        new("step", Scalar, [], 0, 0, Experimental: true),
        new("range", Scalar, [], 0, 0, Experimental: true),
    ];
}
