using System.Diagnostics;
using System.Globalization;
using Portal.Benchmarks.Reporting;

namespace Portal.Benchmarks.Running;

/// <summary>What somebody without a portal would run: one command for each cluster, so many at a time.</summary>
internal static class ShellLoop
{
    /// <param name="command">The program and its arguments; {} stands for a cluster's name.</param>
    /// <param name="mayFail">True where clusters that are dead are part of it.</param>
    public static async Task<(double Seconds, Quantity Memory)> RunAsync(
        IEnumerable<string> names, int atOnce, IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null, bool mayFail = false)
    {
        var start = new ProcessStartInfo("xargs", ["-P", atOnce.ToString(CultureInfo.InvariantCulture), "-I{}", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var begun = Stopwatch.GetTimestamp();
        using var xargs = Process.Start(start)!;
        await using var memory = TreeMemory.Watch(xargs.Id);
        var output = xargs.StandardOutput.ReadToEndAsync();
        var errors = xargs.StandardError.ReadToEndAsync();
        await xargs.StandardInput.WriteAsync(string.Join('\n', names));
        xargs.StandardInput.Close();
        await xargs.WaitForExitAsync();
        await output;
        return xargs.ExitCode == 0 || mayFail
            ? (Stopwatch.GetElapsedTime(begun).TotalSeconds, memory.Peak)
            : throw new InvalidOperationException($"The loop failed: {await errors}");
    }
}
