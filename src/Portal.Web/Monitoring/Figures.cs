using System.Globalization;
using Portal.Core.Monitoring.Dashboards;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring;

/// <summary>Samples as people read them, by culture.</summary>
internal static class Figures
{
    /// <summary>By its unit; what is not known says so, and is no zero.</summary>
    public static string Say(double? value, FigureUnit unit) => (value, unit) switch
    {
        (null, _) => "–",
        ({ } known, FigureUnit.Bytes) when double.IsFinite(known) && Math.Abs(known) < long.MaxValue => Quantities.Bytes((long)known),
        ({ } known, FigureUnit.Share) when double.IsFinite(known) => known.ToString("P1", CultureInfo.CurrentCulture),
        ({ } known, FigureUnit.Percent) when double.IsFinite(known) => (known / 100).ToString("P1", CultureInfo.CurrentCulture),
        ({ } known, FigureUnit.BytesPerSecond) => $"{Say(known, FigureUnit.Bytes)}/s",
        ({ } known, FigureUnit.PerSecond) => $"{Short(known)}/s",
        ({ } known, FigureUnit.Seconds) when double.IsFinite(known) && Math.Abs(known) < 1 && known != 0 => $"{Short(known * 1000)} ms",
        ({ } known, FigureUnit.Seconds) => $"{Short(known)} s",
        ({ } known, _) => Short(known),
    };

    /// <summary>About four digits that count: "1,234", "0.0312", "1.5E-09".</summary>
    public static string Short(double value)
    {
        if (!double.IsFinite(value))
        {
            return PrometheusResults.Number(value);
        }

        var size = Math.Abs(value);
        return size switch
        {
            0 => "0",
            >= 1e12 or < 1e-4 => value.ToString("0.###E+0", CultureInfo.CurrentCulture),
            >= 1000 => value.ToString("#,0.##", CultureInfo.CurrentCulture),
            >= 100 => value.ToString("0.#", CultureInfo.CurrentCulture),
            >= 1 => value.ToString("0.##", CultureInfo.CurrentCulture),
            _ => value.ToString("G3", CultureInfo.CurrentCulture),
        };
    }
}
