using System.Globalization;
using System.Text;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring;

/// <summary>An answer as a table for spreadsheets: a column for each label, then the time and the value of a sample.</summary>
internal static class AnswerCsv
{
    public static string Write(GlobalAnswer answer) => Write([answer]);

    /// <summary>Several answers below one another, with the labels of all.</summary>
    public static string Write(IReadOnlyList<GlobalAnswer> answers)
    {
        var all = answers.SelectMany(answer => (answer.Scalars is { } scalars ? [new Series(LabelSet.Empty, scalars)] : answer.Series).Select(series => (series, answer.Grid))).ToList();
        var labels = all.SelectMany(one => one.series.Labels.Pairs).Select(pair => pair.Key).Distinct().Order(StringComparer.Ordinal).ToArray();
        var text = new StringBuilder();
        text.Append(CsvText.Line([.. labels.Select(CsvText.Plain), "timestamp", "value"])).Append("\r\n");
        foreach (var (series, grid) in all)
        {
            string[] names = [.. labels.Select(label => CsvText.Plain(series.Labels[label]))];
            for (var step = 0; step < grid.Count; step++)
            {
                if (Value(series, step) is { } value)
                {
                    var at = DateTimeOffset.FromUnixTimeMilliseconds(grid.At(step)).UtcDateTime;
                    text.Append(CsvText.Line([.. names, at.ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture), value])).Append("\r\n");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Null where there is no sample: a gap has no line, as it is no zero.</summary>
    private static string? Value(Series series, int step) =>
        series.Histograms?[step] is { } histogram ? $"count={PrometheusResults.Number(histogram.Count)} sum={PrometheusResults.Number(histogram.Sum)}"
        : Series.IsGap(series.Values[step]) ? null : PrometheusResults.Number(series.Values[step]);
}
