using System.Text.Json;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Makes a native histogram of the words <c>{"count": "…", "sum": "…", "buckets": [[rule, "lower", "upper", "count"], …]}</c>.</summary>
internal sealed class HistogramParser
{
    private readonly List<NativeBucket> _buckets = [];
    private readonly double[] _bucket = new double[4];
    private string _name = "";
    private double _count;
    private double _sum;
    private int _at;

    public void Name(ref Utf8JsonReader reader) => _name = reader.GetString()!;

    /// <summary>Returns the histogram with its last word.</summary>
    /// <param name="depth">0 where the histogram's braces stand.</param>
    public NativeHistogram? Take(ref Utf8JsonReader reader, int depth)
    {
        switch (depth, reader.TokenType)
        {
            case (0, JsonTokenType.StartObject):
                _buckets.Clear();
                (_count, _sum) = (0, 0);
                break;
            case (0, JsonTokenType.EndObject):
                return new NativeHistogram(_count, _sum, [.. _buckets]);
            case (1, JsonTokenType.String):
                (_count, _sum) = _name switch
                {
                    "count" => (AnswerParser.Number(ref reader), _sum),
                    "sum" => (_count, AnswerParser.Number(ref reader)),
                    _ => (_count, _sum),
                };
                break;
            case (2, JsonTokenType.StartArray):
                _at = 0;
                break;
            case (3, JsonTokenType.Number or JsonTokenType.String):
                _bucket[_at < 4 ? _at++ : throw MemberFaults.Malformed()] = reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : AnswerParser.Number(ref reader);
                break;
            case (2, JsonTokenType.EndArray):
                _buckets.Add(_at == 4 ? new NativeBucket((int)_bucket[0], _bucket[1], _bucket[2], _bucket[3]) : throw MemberFaults.Malformed());
                break;
        }

        return null;
    }
}
