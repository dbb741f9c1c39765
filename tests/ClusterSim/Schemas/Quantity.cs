using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace ClusterSim.Schemas;

/// <summary>Kubernetes quantities: read, and written in the canonical form of their suffix family.</summary>
public static partial class Quantity
{
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    /// <summary>The canonical text, or null when the text is no quantity.</summary>
    public static string? Canonical(string text)
    {
        if (Split(text) is not { } parts)
        {
            return null;
        }

        var (nanos, suffix) = parts;
        if (nanos.IsZero)
        {
            return "0";
        }

        var sign = nanos.Sign < 0 ? "-" : "";
        nanos = BigInteger.Abs(nanos);
        if (suffix.EndsWith('i') && nanos % Billion == 0)
        {
            var whole = nanos / Billion;
            if (whole >= 1024)
            {
                var step = 0;
                while (step < Binary.Length - 1 && whole % 1024 == 0)
                {
                    whole /= 1024;
                    step++;
                }

                return $"{sign}{whole}{Binary[step]}";
            }
        }

        var (value, scale) = (nanos, 0);
        while (scale < Decimal.Length - 1 && value % 1000 == 0)
        {
            value /= 1000;
            scale++;
        }

        if (suffix.Length > 0 && suffix[0] is 'e' or 'E' && suffix.Length > 1)
        {
            return scale == 3 ? $"{sign}{value}" : $"{sign}{value}e{(scale - 3) * 3}";
        }

        return $"{sign}{value}{Decimal[scale]}";
    }

    /// <summary>The value in billionths, or null.</summary>
    public static BigInteger? Nanos(string text) => Split(text)?.Nanos;

    private static readonly BigInteger Billion = 1_000_000_000;

    private static (BigInteger Nanos, string Suffix)? Split(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var suffix = match.Groups[4].Value;
        var digits = match.Groups[2].Value + match.Groups[3].Value;
        var value = BigInteger.Parse(digits.Length == 0 ? "0" : digits, CultureInfo.InvariantCulture) * Billion;
        value = Array.IndexOf(Binary, suffix) is > 0 and var b ? value * BigInteger.Pow(1024, b)
            : suffix.Length > 1 ? Scale(value, int.Parse(suffix[1..], CultureInfo.InvariantCulture))
            : Scale(value, (Array.IndexOf(Decimal, suffix) - 3) * 3);
        var decimals = match.Groups[3].Length;
        var divisor = BigInteger.Pow(10, decimals);
        var rounded = (value + divisor - 1) / divisor;
        return (match.Groups[1].Value == "-" ? -rounded : rounded, suffix);
    }

    private static BigInteger Scale(BigInteger value, int power) =>
        power >= 0 ? value * BigInteger.Pow(10, power) : (value + BigInteger.Pow(10, -power) - 1) / BigInteger.Pow(10, -power);

    [GeneratedRegex(@"^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(|[numkMGTPE]|[KMGTPE]i|[eE][-+]?\d{1,2})$")]
    private static partial Regex Form();
}
