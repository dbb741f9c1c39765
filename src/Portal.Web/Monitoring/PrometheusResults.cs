using System.Globalization;
using System.Text.Json;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Web.Monitoring;

/// <summary>Series and numbers in the forms of Prometheus's HTTP API.</summary>
internal static class PrometheusResults
{
    public static void Write(Utf8JsonWriter json, GlobalAnswer answer, bool isRange)
    {
        if (answer.Text is { } text)
        {
            WritePair(json, answer.Grid.Start, text);
        }
        else if (answer.Scalars is { } scalars && !isRange)
        {
            WritePair(json, answer.Grid.Start, Number(scalars[0]));
        }
        else
        {
            json.WriteStartArray();
            foreach (var series in answer.Scalars is { } steps ? [new Series(LabelSet.Empty, steps)] : answer.Series)
            {
                WriteSeries(json, answer.Grid, series, isRange);
            }

            json.WriteEndArray();
        }
    }

    public static void WriteLabels(Utf8JsonWriter json, LabelSet labels)
    {
        json.WriteStartObject();
        foreach (var (name, value) in labels.Pairs)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    /// <summary>As Go writes it: exponents at least in two digits, and only where a number is very small or great.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        var size = Math.Abs(value);
        if (size != 0 && size is < 1e-6 or >= 1e21)
        {
            var shortest = value.ToString("E16", CultureInfo.InvariantCulture);
            for (var digits = 0; digits < 17; digits++)
            {
                var shorter = value.ToString($"E{digits}", CultureInfo.InvariantCulture);
                if (double.Parse(shorter, CultureInfo.InvariantCulture).Equals(value))
                {
                    shortest = shorter;
                    break;
                }
            }

            var at = shortest.IndexOf('E', StringComparison.Ordinal);
            return $"{shortest[..at]}e{shortest[at + 1]}{shortest[(at + 2)..].TrimStart('0').PadLeft(2, '0')}";
        }

        var plain = value.ToString("R", CultureInfo.InvariantCulture);
        return plain.Contains('E', StringComparison.Ordinal) ? decimal.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) : plain;
    }

    private static void WriteSeries(Utf8JsonWriter json, TimeGrid grid, Series series, bool isRange)
    {
        json.WriteStartObject();
        json.WritePropertyName("metric");
        WriteLabels(json, series.Labels);
        if (!isRange)
        {
            if (series.Histograms?[0] is { } histogram)
            {
                json.WritePropertyName("histogram");
                WriteHistogram(json, grid.Start, histogram);
            }
            else
            {
                json.WritePropertyName("value");
                WritePair(json, grid.Start, Number(series.Values[0]));
            }

            json.WriteEndObject();
            return;
        }

        var steps = Enumerable.Range(0, grid.Count);
        WriteSteps(json, "values", steps.Where(step => !Series.IsGap(series.Values[step])), step => WritePair(json, grid.At(step), Number(series.Values[step])));
        if (series.Histograms is { } histograms)
        {
            WriteSteps(json, "histograms", steps.Where(step => histograms[step] is not null), step => WriteHistogram(json, grid.At(step), histograms[step]!));
        }

        json.WriteEndObject();
    }

    private static void WriteSteps(Utf8JsonWriter json, string name, IEnumerable<int> steps, Action<int> write)
    {
        var isOpen = false;
        foreach (var step in steps)
        {
            if (!isOpen)
            {
                json.WriteStartArray(name);
                isOpen = true;
            }

            write(step);
        }

        if (isOpen)
        {
            json.WriteEndArray();
        }
    }

    private static void WritePair(Utf8JsonWriter json, long milliseconds, string value)
    {
        json.WriteStartArray();
        json.WriteNumberValue(milliseconds / 1000m);
        json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteHistogram(Utf8JsonWriter json, long milliseconds, NativeHistogram histogram)
    {
        json.WriteStartArray();
        json.WriteNumberValue(milliseconds / 1000m);
        json.WriteStartObject();
        json.WriteString("count", Number(histogram.Count));
        json.WriteString("sum", Number(histogram.Sum));
        json.WriteStartArray("buckets");
        foreach (var bucket in histogram.Buckets)
        {
            json.WriteStartArray();
            json.WriteNumberValue(bucket.Rule);
            json.WriteStringValue(Number(bucket.Lower));
            json.WriteStringValue(Number(bucket.Upper));
            json.WriteStringValue(Number(bucket.Count));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
