using System.Globalization;
using System.Runtime.InteropServices;

namespace Portal.Benchmarks.Reporting;

/// <summary>What the figures were measured on, and how busy it was.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";

    public static string Describe() => $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>The mean number of programs that wanted a core in the last minute, or null where the system does not say.</summary>
    public static double? Load() => File.Exists(LoadFile)
        ? double.Parse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture)
        : null;
}
