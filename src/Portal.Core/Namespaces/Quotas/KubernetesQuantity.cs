using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Core.Namespaces.Quotas;

/// <summary>
/// Quantities as Kubernetes writes them ("500m", "4", "16Gi"): plain and decimal suffixes n to E, binary suffixes Ki to Ei.
/// Negative amounts and exponents, which no quota needs, are not taken.
/// </summary>
public static partial class KubernetesQuantity
{
    private const string Decimal = "num kMGTPE";

    private static readonly (string Suffix, decimal Factor)[] Binary =
        [("Ei", 1L << 60), ("Pi", 1L << 50), ("Ti", 1L << 40), ("Gi", 1L << 30), ("Mi", 1L << 20), ("Ki", 1L << 10)];

    /// <summary>False for what is no quantity.</summary>
    public static bool TryRead(string? text, out decimal amount)
    {
        amount = 0;
        if (text is null || Shape().Match(text) is not { Success: true } match)
        {
            return false;
        }

        amount = decimal.Parse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * Factor(match.Groups["suffix"].Value);
        return true;
    }

    /// <summary>The amount of a quantity that was validated.</summary>
    public static decimal Read(string text) => TryRead(text, out var amount) ? amount : throw new FormatException($"'{text}' is no quantity.");

    /// <summary>The shortest exact text: bytes with the greatest binary suffix that divides them, all else whole or in thousandths.</summary>
    public static string Write(decimal amount, bool isBytes)
    {
        if (isBytes && amount > 0)
        {
            foreach (var (suffix, factor) in Binary)
            {
                if (amount % factor == 0)
                {
                    return Plain(amount / factor) + suffix;
                }
            }
        }

        return decimal.Truncate(amount) == amount ? Plain(amount) : Plain(decimal.Ceiling(amount * 1000)) + "m";
    }

    private static string Plain(decimal number) => decimal.Truncate(number).ToString(CultureInfo.InvariantCulture);

    private static decimal Factor(string suffix)
    {
        if (suffix.EndsWith('i'))
        {
            return Binary.First(one => one.Suffix == suffix).Factor;
        }

        var factor = 1m;
        for (var power = suffix.Length == 0 ? 0 : Decimal.IndexOf(suffix[0], StringComparison.Ordinal) - 3; power != 0; power -= Math.Sign(power))
        {
            factor = power > 0 ? factor * 1000 : factor / 1000;
        }

        return factor;
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,9}(\.[0-9]{1,9})?)(?<suffix>[KMGTPE]i|[numkMGTPE])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
