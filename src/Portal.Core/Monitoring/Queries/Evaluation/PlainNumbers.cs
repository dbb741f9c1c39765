using System.Globalization;

namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary>Numbers as Prometheus writes them: the fewest digits that mean the same number.</summary>
public static class PlainNumbers
{
    /// <summary>Without an exponent, however long that is: what <c>count_values</c> makes a label of.</summary>
    public static string Print(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        if (e < 0)
        {
            return text;
        }

        var exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var sign = text[0] == '-' ? "-" : "";
        var mantissa = text[sign.Length..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal) is var at and >= 0 ? at : mantissa.Length;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var place = point + exponent;
        return sign + (place <= 0 ? "0." + new string('0', -place) + digits
            : place >= digits.Length ? digits + new string('0', place - digits.Length)
            : digits[..place] + "." + digits[place..]);
    }

    /// <summary>As in an answer of the HTTP API: with an exponent where the number is very great or very small.</summary>
    public static string PrintForApi(double value)
    {
        var size = Math.Abs(value);
        if (size == 0 || size >= 1e-6 && size < 1e21 || !double.IsFinite(value))
        {
            return Print(value);
        }

        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        if (parts.Length == 1)
        {
            parts = value.ToString("E16", CultureInfo.InvariantCulture).Split('E');
            parts[0] = parts[0].TrimEnd('0').TrimEnd('.');
        }

        var exponent = int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{parts[0]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }
}
