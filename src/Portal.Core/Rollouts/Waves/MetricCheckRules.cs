using System.Globalization;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Rollouts.Waves;

/// <summary>What an answer means for a condition. Pure. An answer without all clusters, or without a number, never passes.</summary>
public static class MetricCheckRules
{
    private const int Named = 3;

    public static string Words(MetricCheck check) =>
        string.Create(CultureInfo.InvariantCulture, $"{check.Expression} {Sign(check.Comparison)} {check.Threshold}");

    public static WaveCheckResult Unknown(MetricCheck check, string why) => new(Words(check), WaveOutcome.Unknown, "", why);

    public static WaveCheckResult Judge(MetricCheck check, GlobalAnswer answer)
    {
        if (!answer.Coverage.IsComplete)
        {
            var missing = answer.Coverage.Missing.Take(Named).Select(one => $"{one.Member.Name}: {one.Why}");
            return Unknown(check, $"{answer.Coverage.Answered} of {answer.Coverage.Asked} clusters answered. {string.Join(" ", missing)}");
        }

        var values = Values(answer);
        if (values is not { Count: > 0 })
        {
            return Unknown(check, "The expression has no value.");
        }

        if (values.Exists(double.IsNaN))
        {
            return Unknown(check, "A value of the expression is no number.");
        }

        var worst = check.Comparison is MetricComparison.Below or MetricComparison.AtMost ? values.Max() : values.Min();
        var words = worst.ToString("G6", CultureInfo.InvariantCulture);
        return Holds(check, worst)
            ? new WaveCheckResult(Words(check), WaveOutcome.Passed, words, "")
            : new WaveCheckResult(Words(check), WaveOutcome.Failed, words, $"The value is {words}.");
    }

    /// <summary>Null for what has no numbers.</summary>
    private static List<double>? Values(GlobalAnswer answer) => answer.Type switch
    {
        PromqlType.Scalar => [.. answer.Scalars ?? []],
        PromqlType.InstantVector when answer.Series.All(series => series.Histograms?[0] is null) =>
            [.. answer.Series.Where(series => !Series.IsGap(series.Values[0])).Select(series => series.Values[0])],
        _ => null,
    };

    private static bool Holds(MetricCheck check, double value) => check.Comparison switch
    {
        MetricComparison.Below => value < check.Threshold,
        MetricComparison.AtMost => value <= check.Threshold,
        MetricComparison.AtLeast => value >= check.Threshold,
        _ => value > check.Threshold,
    };

    private static string Sign(MetricComparison comparison) => comparison switch
    {
        MetricComparison.Below => "<",
        MetricComparison.AtMost => "<=",
        MetricComparison.AtLeast => ">=",
        _ => ">",
    };
}
