using System.Buffers;
using System.Globalization;
using System.Numerics;
using k8s.Models;

namespace Portal.Core.Clusters.Health;

/// <summary>
/// Reads quantities as apimachinery's resource.Quantity writes them ("1500m", "2Gi", "1e3"), and rounds up as it does.
/// What is not a quantity, is negative or does not fit counts as zero: a member's nonsense must not stop a sum.
/// </summary>
public static class Quantities
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.+");

    private static readonly Dictionary<string, (BigInteger Numerator, BigInteger Denominator)> Suffixes = new(StringComparer.Ordinal)
    {
        ["n"] = (1, 1_000_000_000),
        ["u"] = (1, 1_000_000),
        ["m"] = (1, 1000),
        [""] = (1, 1),
        ["k"] = (1000, 1),
        ["M"] = (BigInteger.Pow(10, 6), 1),
        ["G"] = (BigInteger.Pow(10, 9), 1),
        ["T"] = (BigInteger.Pow(10, 12), 1),
        ["P"] = (BigInteger.Pow(10, 15), 1),
        ["E"] = (BigInteger.Pow(10, 18), 1),
        ["Ki"] = (BigInteger.Pow(2, 10), 1),
        ["Mi"] = (BigInteger.Pow(2, 20), 1),
        ["Gi"] = (BigInteger.Pow(2, 30), 1),
        ["Ti"] = (BigInteger.Pow(2, 40), 1),
        ["Pi"] = (BigInteger.Pow(2, 50), 1),
        ["Ei"] = (BigInteger.Pow(2, 60), 1),
    };

    /// <summary>Thousandths, for cpu.</summary>
    public static long Milli(this IDictionary<string, ResourceQuantity>? quantities, string resource) => Read(quantities, resource, 1000);

    /// <summary>Whole units, for memory (bytes) and pods.</summary>
    public static long Units(this IDictionary<string, ResourceQuantity>? quantities, string resource) => Read(quantities, resource, 1);

    internal static long Parse(string text, int scale)
    {
        var end = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        var number = end < 0 ? text : text[..end];
        var suffix = end < 0 ? "" : text[end..];
        if (number.Length is 0 or > 40 || !Scale(suffix, out var factor)
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return 0;
        }

        // The decimal as a fraction, so that no step rounds before the last.
        var digits = new BigInteger(decimal.Truncate(value));
        var fraction = value - decimal.Truncate(value);
        var places = fraction == 0 ? 0 : BitConverter.GetBytes(decimal.GetBits(fraction)[3])[2];
        var denominator = BigInteger.Pow(10, places);
        var numerator = (digits * denominator) + new BigInteger(fraction * (decimal)denominator);
        numerator *= factor.Numerator * scale;
        denominator *= factor.Denominator;
        var result = (numerator + denominator - 1) / denominator;
        return result <= long.MaxValue ? (long)result : 0;
    }

    private static bool Scale(string suffix, out (BigInteger Numerator, BigInteger Denominator) factor)
    {
        if (Suffixes.TryGetValue(suffix, out factor))
        {
            return true;
        }

        if (suffix.Length is < 2 or > 4 || suffix[0] is not ('e' or 'E')
            || !int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || exponent is < -18 or > 18)
        {
            return false;
        }

        factor = exponent >= 0 ? (BigInteger.Pow(10, exponent), 1) : (1, BigInteger.Pow(10, -exponent));
        return true;
    }

    private static long Read(IDictionary<string, ResourceQuantity>? quantities, string resource, int scale) =>
        quantities is not null && quantities.TryGetValue(resource, out var quantity) && quantity is not null
            ? Parse(quantity.ToString() ?? "", scale)
            : 0;
}
