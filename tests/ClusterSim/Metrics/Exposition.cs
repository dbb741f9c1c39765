using System.Globalization;
using System.Text;

namespace ClusterSim.Metrics;

/// <summary>Text of the Prometheus exposition format, version 0.0.4, family after family.</summary>
public sealed class Exposition
{
    /// <summary>How the format is named in a Content-Type header.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Begins a family; its samples follow.</summary>
    public Exposition Family(string name, string type)
    {
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    public void Sample(string name, double value, params ReadOnlySpan<(string Name, string? Value)> labels)
    {
        _text.Append(name);
        var before = '{';
        foreach (var (label, text) in labels)
        {
            _text.Append(before).Append(label).Append("=\"").Append(Escaped(text ?? "")).Append('"');
            before = ',';
        }

        _text.Append(before == ',' ? "} " : " ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    public override string ToString() => _text.ToString();

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
