using System.Globalization;
using Portal.Benchmarks.Reporting;

namespace Portal.Benchmarks.Running;

/// <summary>What the system says of a process.</summary>
internal static class ProcessFigures
{
    // USER_HZ, which Linux fixes at 100 for programs.
    private const double TicksPerSecond = 100;

    /// <summary>Processor time so far, of user and system together.</summary>
    public static double CpuSeconds(int id)
    {
        // The name, in brackets, may hold spaces.
        var fields = File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Resident memory.</summary>
    public static Quantity Resident(int id)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return new Quantity(double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024, "MiB");
    }
}
