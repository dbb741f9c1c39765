using System.Collections.Frozen;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary>Functions of instant vectors and scalars, at every step.</summary>
internal static class FunctionEvaluation
{
    private static readonly FrozenDictionary<string, Func<double, double>> Maths = new Dictionary<string, Func<double, double>>
    {
        ["abs"] = Math.Abs,
        ["acos"] = Math.Acos,
        ["acosh"] = Math.Acosh,
        ["asin"] = Math.Asin,
        ["asinh"] = Math.Asinh,
        ["atan"] = Math.Atan,
        ["atanh"] = Math.Atanh,
        ["ceil"] = Math.Ceiling,
        ["cos"] = Math.Cos,
        ["cosh"] = Math.Cosh,
        ["deg"] = value => value * 180 / Math.PI,
        ["exp"] = Math.Exp,
        ["floor"] = Math.Floor,
        ["ln"] = Math.Log,
        ["log10"] = Math.Log10,
        ["log2"] = Math.Log2,
        ["rad"] = value => value * Math.PI / 180,
        ["sgn"] = value => value < 0 ? -1 : value > 0 ? 1 : value,
        ["sin"] = Math.Sin,
        ["sinh"] = Math.Sinh,
        ["sqrt"] = Math.Sqrt,
        ["tan"] = Math.Tan,
        ["tanh"] = Math.Tanh,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Func<DateTime, double>> Dates = new Dictionary<string, Func<DateTime, double>>
    {
        ["day_of_month"] = date => date.Day,
        ["day_of_week"] = date => (int)date.DayOfWeek,
        ["day_of_year"] = date => date.DayOfYear,
        ["days_in_month"] = date => DateTime.DaysInMonth(date.Year, date.Month),
        ["hour"] = date => date.Hour,
        ["minute"] = date => date.Minute,
        ["month"] = date => date.Month,
        ["year"] = date => date.Year,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Others = new[]
    {
        "absent", "clamp", "clamp_max", "clamp_min", "end", "histogram_quantile", "label_join", "label_replace", "max_of", "min_of", "pi", "range", "round",
        "scalar", "sort", "sort_by_label", "sort_by_label_desc", "sort_desc", "start", "step", "time", "timestamp", "vector",
    }.ToFrozenSet();

    public static bool Knows(string name) => Maths.ContainsKey(name) || Dates.ContainsKey(name) || Others.Contains(name);

    public static double[] Scalar(Evaluator evaluator, FunctionCall call)
    {
        var grid = evaluator.Grid;
        double[] Argument(int i) => evaluator.Scalar(call.Arguments[i]);
        return call.Function.Name switch
        {
            "time" => evaluator.Steps(i => grid.At(i) / 1000d),
            "pi" => evaluator.Steps(_ => Math.PI),
            "start" => evaluator.Steps(_ => grid.Start / 1000d),
            "end" => evaluator.Steps(_ => grid.End / 1000d),
            "range" => evaluator.Steps(_ => (grid.End - grid.Start) / 1000d),
            "step" => evaluator.Steps(_ => grid.Count == 1 ? 0 : grid.Step / 1000d),
            "max_of" => (Argument(0), Argument(1)) is var (left, right) ? evaluator.Steps(i => Math.Max(left[i], right[i])) : [],
            "min_of" => (Argument(0), Argument(1)) is var (left, right) ? evaluator.Steps(i => Math.Min(left[i], right[i])) : [],
            var name => throw new InvalidOperationException($"{name} is not evaluated."),
        };
    }

    public static SeriesSet Vector(Evaluator evaluator, FunctionCall call)
    {
        SeriesSet Argument(int i) => evaluator.Vector(call.Arguments[i]);
        double[]? Number(int i) => i < call.Arguments.Length ? evaluator.Scalar(call.Arguments[i]) : null;
        return call.Function.Name switch
        {
            var name when Maths.TryGetValue(name, out var function) => Each(evaluator, Argument(0), (_, value) => function(value)),
            var name when Dates.TryGetValue(name, out var part) => Each(evaluator, call.Arguments.IsEmpty ? Now(evaluator) : Argument(0), (_, value) => OfDate(part, value)),
            "vector" => new SeriesSet(evaluator.Grid, [new Series(LabelSet.Empty, Number(0)!)]),
            "timestamp" => Each(evaluator, Argument(0), (i, _) => evaluator.Grid.At(i) / 1000d),
            "round" => Number(1) is var to ? Each(evaluator, Argument(0), (i, value) => Round(value, to?[i] ?? 1)) : null!,
            "clamp" => Clamp(evaluator, Argument(0), Number(1), Number(2)),
            "clamp_min" => Clamp(evaluator, Argument(0), Number(1), null),
            "clamp_max" => Clamp(evaluator, Argument(0), null, Number(1)),
            "histogram_quantile" => ClassicHistogram.Quantiles(evaluator, Number(0)!, Argument(1)),
            "label_replace" => LabelFunctions.Replace(evaluator.Grid, Argument(0), call),
            "label_join" => LabelFunctions.Join(evaluator.Grid, Argument(0), call),
            "sort" or "sort_desc" or "sort_by_label" or "sort_by_label_desc" => Sorting.Of(Argument(0), call),
            "absent" => evaluator.Vector(new Planning.Absence(call.Arguments[0], System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty)),
            var name => throw new InvalidOperationException($"{name} is not evaluated."),
        };
    }

    private static SeriesSet Now(Evaluator evaluator) => new(evaluator.Grid, [new Series(LabelSet.Empty, evaluator.Steps(i => evaluator.Grid.At(i) / 1000d))]);

    private static SeriesSet Each(Evaluator evaluator, SeriesSet vector, Func<int, double, double> function)
    {
        var built = new SeriesBuilder(evaluator.Grid);
        foreach (var series in vector.Series)
        {
            var labels = series.Labels.WithoutName();
            for (var i = 0; i < series.Values.Length; i++)
            {
                if (!Series.IsGap(series.Values[i]))
                {
                    built.Set(labels, i, function(i, series.Values[i]));
                }
            }
        }

        return built.Build();
    }

    private static SeriesSet Clamp(Evaluator evaluator, SeriesSet vector, double[]? least, double[]? most)
    {
        bool IsEmpty(int i) => least is not null && most is not null && most[i] < least[i];
        var clamped = Each(evaluator, vector, (i, value) => Highest(Lowest(value, most?[i] ?? double.PositiveInfinity), least?[i] ?? double.NegativeInfinity));
        return least is null || most is null
            ? clamped
            : clamped with { Series = [.. clamped.Series.Select(series => series with { Values = [.. series.Values.Select((value, i) => IsEmpty(i) ? Series.Gap : value)] })] };

        static double Lowest(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Min(a, b);
        static double Highest(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b);
    }

    private static double Round(double value, double to)
    {
        var inverse = 1 / to;
        return Math.Floor(value * inverse + 0.5) / inverse;
    }

    private static double OfDate(Func<DateTime, double> part, double seconds) =>
        seconds is >= -62_135_596_800 and < 253_402_300_800 ? part(DateTime.UnixEpoch.AddSeconds(Math.Truncate(seconds))) : double.NaN;
}
