using System.Diagnostics;

namespace Portal.Benchmarks.Reporting;

/// <summary>Repeated measurements of one thing, in milliseconds.</summary>
internal sealed class Samples(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double Max => _sorted[^1];

    /// <summary>Nearest rank. <paramref name="percent"/> is 0 to 100.</summary>
    public double Percentile(double percent) => _sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * _sorted.Length) - 1, 0, _sorted.Length - 1)];

    public Quantity P50 => new(Percentile(50), "ms");

    public Quantity P95 => new(Percentile(95), "ms");

    /// <summary>Runs it <paramref name="warmUp"/> times unmeasured, then <paramref name="count"/> times.</summary>
    public static async Task<Samples> TakeAsync(int warmUp, int count, Func<int, Task> run)
    {
        List<double> times = new(count);
        for (var round = 0; round < warmUp + count; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await run(round);
            if (round >= warmUp)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return new Samples(times);
    }
}
