namespace Portal.Core.Monitoring.Traces;

/// <summary>
/// The ids of traces and spans, as W3C Trace Context writes them: 32 and 16 lower hexadecimal digits. Jaeger leaves zeros at
/// the front out; OTLP in JSON has hexadecimal digits by its specification, and base64 from those who print it as protobuf does.
/// </summary>
public static class TraceIds
{
    private const int TraceDigits = 32;
    private const int SpanDigits = 16;

    /// <summary>The id of a trace in full; null for what is none.</summary>
    public static string? Trace(string? text) => Read(text, TraceDigits);

    /// <summary>The id of a span in full; null for what is none.</summary>
    public static string? Span(string? text) => Read(text, SpanDigits);

    private static string? Read(string? text, int digits)
    {
        if (string.IsNullOrEmpty(text) || text.Length > digits)
        {
            return null;
        }

        // What base64 fills up with is no hexadecimal digit.
        var hex = text.All(char.IsAsciiHexDigit) ? text : FromBase64(text);
        var whole = hex is { Length: var length } && length <= digits ? hex.PadLeft(digits, '0').ToLowerInvariant() : null;
        return whole?.All(digit => digit == '0') == false ? whole : null;
    }

    private static string? FromBase64(string text)
    {
        Span<byte> read = stackalloc byte[TraceDigits / 2];
        var whole = text.PadRight((text.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(whole, read, out var written) && written is 8 or 16 ? Convert.ToHexStringLower(read[..written]) : null;
    }
}
