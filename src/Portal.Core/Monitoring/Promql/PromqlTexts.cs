using System.Globalization;
using System.Text;

namespace Portal.Core.Monitoring.Promql;

/// <summary>Reads and writes quoted texts. Escapes are those of Go; <c>\x</c> and octal ones are bytes of UTF-8.</summary>
internal static class PromqlTexts
{
    private static readonly UTF8Encoding Strict = new(false, true);

    public static PromqlToken Read(string text, int start)
    {
        var quote = text[start];
        var bytes = new List<byte>();
        Span<byte> encoded = stackalloc byte[4];
        var at = start + 1;
        while (true)
        {
            if (at >= text.Length || quote != '`' && text[at] == '\n')
            {
                throw PromqlFaults.OpenText(new TextSpan(start, Math.Min(at, text.Length) - start));
            }

            if (text[at] == quote)
            {
                return Finish(text, start, at + 1, bytes);
            }

            if (text[at] == '\\' && quote != '`')
            {
                at = Escape(text, at, quote, bytes);
                continue;
            }

            if (!Rune.TryGetRuneAt(text, at, out var rune))
            {
                throw PromqlFaults.NotUnicode(new TextSpan(at, 1));
            }

            bytes.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
            at += rune.Utf16SequenceLength;
        }
    }

    public static string Quote(string value)
    {
        var quoted = new StringBuilder("\"", value.Length + 2);
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\x7f' => quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static PromqlToken Finish(string text, int start, int end, List<byte> bytes)
    {
        var span = new TextSpan(start, end - start);
        try
        {
            return new PromqlToken(TokenKind.Text, Strict.GetString([.. bytes]), span);
        }
        catch (DecoderFallbackException)
        {
            throw PromqlFaults.NotUnicode(span);
        }
    }

    /// <summary>Reads one escape and returns where it ends.</summary>
    private static int Escape(string text, int at, char quote, List<byte> bytes)
    {
        var c = at + 1 < text.Length ? text[at + 1] : '\0';
        var simple = "abfnrtv\\".IndexOf(c, StringComparison.Ordinal);
        if (simple >= 0 && c != '\0')
        {
            bytes.Add((byte)"\a\b\f\n\r\t\v\\"[simple]);
            return at + 2;
        }

        if (c == quote)
        {
            bytes.Add((byte)c);
            return at + 2;
        }

        var (digits, from, radix) = c switch
        {
            'x' => (2, at + 2, 16),
            'u' => (4, at + 2, 16),
            'U' => (8, at + 2, 16),
            >= '0' and <= '7' => (3, at + 1, 8),
            _ => throw PromqlFaults.Escape(new TextSpan(at, 1)),
        };
        var value = Number(text, from, digits, (uint)radix);
        if (c is 'u' or 'U')
        {
            if (!Rune.IsValid(value))
            {
                throw PromqlFaults.Escape(new TextSpan(at, 1));
            }

            bytes.AddRange(Strict.GetBytes(new Rune((int)value).ToString()));
        }
        else if (value > 255)
        {
            throw PromqlFaults.Escape(new TextSpan(at, 1));
        }
        else
        {
            bytes.Add((byte)value);
        }

        return from + digits;
    }

    private static uint Number(string text, int from, int digits, uint @base)
    {
        var value = 0u;
        for (var i = from; i < from + digits; i++)
        {
            var digit = i < text.Length && char.IsAsciiHexDigit(text[i]) ? (uint)Convert.ToInt32(text[i].ToString(), 16) : uint.MaxValue;
            if (digit >= @base)
            {
                throw PromqlFaults.Escape(new TextSpan(Math.Min(i, text.Length), 1));
            }

            value = value * @base + digit;
        }

        return value;
    }
}
