using System.Diagnostics;

namespace Portal.Benchmarks.Reporting;

/// <summary>What happens now, on standard error: standard output is the report's.</summary>
internal static class Progress
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    public static void Say(string text) => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(Start).TotalSeconds,6:0.0} s  {text}");
}
