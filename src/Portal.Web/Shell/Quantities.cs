using System.Globalization;

namespace Portal.Web.Shell;

/// <summary>Figures of Kubernetes in people's units, by culture.</summary>
public static class Quantities
{
    private static readonly string[] BinaryUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>Cores from thousandths: one decimal below 100, else none.</summary>
    public static string Cores(long thousandths)
    {
        var cores = thousandths / 1000.0;
        return cores.ToString(cores >= 100 || thousandths % 1000 == 0 ? "N0" : "N1", CultureInfo.CurrentCulture);
    }

    public static string Bytes(long bytes)
    {
        double amount = bytes;
        var unit = 0;
        while (amount >= 1024 && unit < BinaryUnits.Length - 1)
        {
            amount /= 1024;
            unit++;
        }

        var format = amount >= 100 || amount == Math.Floor(amount) ? "N0" : "N1";
        return $"{amount.ToString(format, CultureInfo.CurrentCulture)} {BinaryUnits[unit]}";
    }

    /// <summary>A share in percent, 0 to 100 and above; null when it cannot be said.</summary>
    public static double? Share(long? part, long? whole) => part is { } p && whole is > 0 ? 100.0 * p / whole : null;

    public static string Percent(double share) => (share / 100).ToString("P0", CultureInfo.CurrentCulture);
}
