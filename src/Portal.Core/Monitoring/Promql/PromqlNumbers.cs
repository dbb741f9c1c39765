using System.Buffers;
using System.Globalization;

namespace Portal.Core.Monitoring.Promql;

/// <summary>Reads numbers (decimal, with exponent, hexadecimal, octal by a leading zero, with underscores) and durations.</summary>
internal static class PromqlNumbers
{
    private static readonly SearchValues<char> Mantissa = SearchValues.Create("0123456789._");
    private static readonly SearchValues<char> Decimal = SearchValues.Create("0123456789.eE+-");

    private static readonly (string Unit, long Milliseconds)[] Units =
        [("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    /// <summary>The longest duration that a server can hold: 2^63 nanoseconds.</summary>
    public const double LongestSeconds = 9_223_372_036;

    public static PromqlToken Read(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '.' || IsExponentSign(text, start, end)))
        {
            end++;
        }

        var word = text[start..end];
        var span = new TextSpan(start, end - start);
        if (TryNumber(word, out var number))
        {
            return new PromqlToken(TokenKind.Number, word, span, number);
        }

        return TryDuration(word, out var seconds)
            ? new PromqlToken(TokenKind.Duration, word, span, seconds)
            : throw PromqlFaults.Number(span, word);
    }

    /// <summary>A duration in seconds as it is written: <c>1h30m</c>; parts of a millisecond as a plain number.</summary>
    public static string Print(double seconds)
    {
        var milliseconds = seconds * 1000;
        if (milliseconds < 0 || milliseconds > 1e15 || milliseconds != Math.Floor(milliseconds))
        {
            return PrintNumber(seconds);
        }

        var rest = (long)milliseconds;
        if (rest == 0)
        {
            return "0s";
        }

        var parts = "";
        foreach (var (unit, size) in Units)
        {
            // Years and weeks only where nothing is left: 1y reads better than 52w1d, 8d better than 1w1d.
            if (rest >= size && (unit is not ("y" or "w") || rest % size == 0))
            {
                parts += string.Create(CultureInfo.InvariantCulture, $"{rest / size}{unit}");
                rest %= size;
            }
        }

        return parts;
    }

    public static string PrintNumber(double value) => value switch
    {
        double.PositiveInfinity => "Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static bool IsExponentSign(string text, int start, int at) =>
        text[at] is '+' or '-' && at > start && text[at - 1] is 'e' or 'E' && !IsHex(text.AsSpan(start))
        && text.AsSpan(start, at - 1 - start).IndexOfAnyExcept(Mantissa) < 0 && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);

    private static bool IsHex(ReadOnlySpan<char> word) => word.Length > 1 && word[0] == '0' && word[1] is 'x' or 'X';

    private static bool TryNumber(string word, out double number)
    {
        number = 0;
        var plain = word.Replace("_", "", StringComparison.Ordinal);
        if (word.EndsWith('_') || word.Contains("__", StringComparison.Ordinal) || word.Contains("_.", StringComparison.Ordinal) || word.Contains("._", StringComparison.Ordinal))
        {
            return false;
        }

        if (IsHex(plain))
        {
            var read = long.TryParse(plain.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && hex >= 0;
            number = hex;
            return read;
        }

        if (plain.Length > 1 && plain[0] == '0' && plain.AsSpan().IndexOfAnyExceptInRange('0', '7') < 0 && plain.Length <= 21)
        {
            number = plain.Aggregate(0d, (sum, digit) => sum * 8 + (digit - '0'));
            return true;
        }

        return double.TryParse(
            plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number) && plain.AsSpan().IndexOfAnyExcept(Decimal) < 0;
    }

    private static bool TryDuration(string word, out double seconds)
    {
        decimal milliseconds = 0;
        var (at, unit) = (0, -1);
        seconds = 0;
        while (at < word.Length)
        {
            var digits = word.AsSpan(at).IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 18)
            {
                return false;
            }

            var amount = long.Parse(word.AsSpan(at, digits), NumberStyles.None, CultureInfo.InvariantCulture);
            at += digits;
            var letters = word.AsSpan(at);
            var length = letters.IndexOfAnyInRange('0', '9') is var next and >= 0 ? next : letters.Length;
            var name = letters[..length].ToString();
            var found = Array.FindIndex(Units, each => each.Unit == name);
            if (found <= unit)
            {
                return false;
            }

            milliseconds += (decimal)amount * Units[found].Milliseconds;
            (unit, at) = (found, at + length);
        }

        seconds = (double)(milliseconds / 1000);
        return seconds <= LongestSeconds;
    }
}
