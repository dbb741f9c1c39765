using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Sources;

/// <summary>
/// Makes series of the words of an answer to <c>query</c> or <c>query_range</c>: a vector, a matrix or a scalar. Where a word
/// belongs is told by its depth and by the names above it; what is not known is passed over.
/// </summary>
internal sealed class AnswerParser(TimeGrid grid, AnswerBudget budget)
{
    // data > result > [ > { > name
    private const int SeriesDepth = 3;

    private readonly List<Series> _series = [];
    private readonly List<string> _warnings = [];
    private readonly List<KeyValuePair<string, string>> _labels = [];
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly HistogramParser _histogram = new();
    private readonly AnswerStatus _status = new();
    private string _top = "";
    private string _inner = "";
    private string _part = "";
    private string _label = "";
    private double[]? _values;
    private NativeHistogram?[]? _histograms;
    private int _step = -1;
    private long _samples;

    public void Take(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            Named(ref reader, depth);
        }
        else if (depth <= 2 && reader.TokenType == JsonTokenType.String)
        {
            Said(ref reader, depth);
        }
        else if (_top == "data" && _inner == "result" && depth >= SeriesDepth)
        {
            OfResult(ref reader, depth);
        }
    }

    public MemberAnswer Finish()
    {
        _status.Demand();
        return new MemberAnswer(_series, _warnings);
    }

    private void Named(ref Utf8JsonReader reader, int depth)
    {
        switch (depth)
        {
            case 1:
                (_top, _inner) = (reader.GetString()!, "");
                break;
            case 2 when _top == "data":
                _inner = reader.GetString()!;
                break;
            case 4 when _inner == "result":
                _part = reader.GetString()!;
                break;
            case 5 when _part == "metric":
                _label = Known(reader.GetString()!);
                break;
            default:
                _histogram.Name(ref reader);
                break;
        }
    }

    private void Said(ref Utf8JsonReader reader, int depth)
    {
        if (depth == 1)
        {
            _status.Take(_top, ref reader);
        }
        else if (_top == "warnings" && _warnings.Count < 10)
        {
            _warnings.Add(reader.GetString()!);
        }
    }

    private void OfResult(ref Utf8JsonReader reader, int depth)
    {
        if (depth == SeriesDepth)
        {
            // A scalar's two words stand where the series of others begin.
            switch (reader.TokenType)
            {
                case JsonTokenType.Number or JsonTokenType.String:
                    OfSample(ref reader);
                    break;
                case JsonTokenType.StartObject:
                    Begin();
                    break;
                case JsonTokenType.EndObject:
                    End();
                    break;
            }
        }
        else if (_part == "metric" && depth == SeriesDepth + 2)
        {
            _labels.Add(KeyValuePair.Create(_label, Known(reader.GetString()!)));
        }
        else if (_part is "value" or "values" && reader.TokenType is JsonTokenType.Number or JsonTokenType.String)
        {
            OfSample(ref reader);
        }
        else if (_part is "histogram" or "histograms")
        {
            OfHistogram(ref reader, depth - (_part == "histogram" ? 0 : 1));
        }
    }

    private void OfSample(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            Step(reader.GetDouble());
            return;
        }

        _values ??= Series.Gaps(grid.Count);
        _values[_step >= 0 ? _step : throw MemberFaults.Malformed()] = Number(ref reader);
        if (_labels.Count == 0 && _part.Length == 0)
        {
            End();
        }
    }

    private void OfHistogram(ref Utf8JsonReader reader, int depth)
    {
        if (depth == SeriesDepth + 2 && reader.TokenType == JsonTokenType.Number)
        {
            Step(reader.GetDouble());
        }
        else if (_histogram.Take(ref reader, depth - SeriesDepth - 2) is { } whole)
        {
            _histograms ??= new NativeHistogram?[grid.Count];
            _histograms[_step >= 0 ? _step : throw MemberFaults.Malformed()] = whole;
        }
    }

    private void Step(double seconds)
    {
        _step = grid.IndexOf((long)Math.Round(seconds * 1000));
        if (_step < 0)
        {
            throw MemberFaults.OffGrid();
        }

        if (++_samples > budget.Limits.MaxSamplesPerMember)
        {
            throw MemberFaults.TooLarge("samples", budget.Limits.MaxSamplesPerMember);
        }
    }

    private void Begin()
    {
        _labels.Clear();
        (_values, _histograms, _part, _step) = (null, null, "", -1);
    }

    private void End()
    {
        if (_series.Count >= budget.Limits.MaxSeriesPerMember)
        {
            throw MemberFaults.TooLarge("series", budget.Limits.MaxSeriesPerMember);
        }

        // A gap takes as much room as a value.
        budget.Spend(1, grid.Count);
        _series.Add(new Series(LabelSet.Of(_labels), _values ?? Series.Gaps(grid.Count), _histograms));
        Begin();
    }

    internal static double Number(ref Utf8JsonReader reader)
    {
        var text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return text switch
        {
            [(byte)'N', ..] => double.NaN,
            [(byte)'+', (byte)'I', ..] or [(byte)'I', ..] => double.PositiveInfinity,
            [(byte)'-', (byte)'I', ..] => double.NegativeInfinity,
            _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The same text once: labels repeat from series to series.</summary>
    private string Known(string text)
    {
        if (_known.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_known.Count < 10_000)
        {
            _known[text] = text;
        }

        return text;
    }
}
