using System.Collections.Concurrent;

namespace ClusterSim.Metrics;

/// <summary>What an API server counts of the requests that it has answered, by the names that it uses.</summary>
public sealed class RequestMetrics
{
    private long _total;
    // Upper bounds in seconds: some of those of the real one.
    private static readonly double[] Bounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 1, 2, 5, 10, 30, 60];

    private readonly ConcurrentDictionary<(string Verb, int Code, string Resource), long> _counts = new();
    private readonly ConcurrentDictionary<string, Durations> _durations = new(StringComparer.Ordinal);

    /// <summary>How many requests there were.</summary>
    public long Total => Interlocked.Read(ref _total);

    public void Add(string verb, int code, string resource, TimeSpan took)
    {
        Interlocked.Increment(ref _total);
        var named = verb.ToUpperInvariant();
        _counts.AddOrUpdate((named, code, resource), 1, (_, count) => count + 1);
        _durations.GetOrAdd(named, _ => new Durations()).Add(took.TotalSeconds);
    }

    public void Write(Exposition text)
    {
        text.Family("apiserver_request_total", "counter");
        foreach (var ((verb, code, resource), count) in _counts)
        {
            text.Sample("apiserver_request_total", count, ("verb", verb), ("code", $"{code}"), ("resource", resource));
        }

        text.Family("apiserver_request_duration_seconds", "histogram");
        foreach (var (verb, durations) in _durations)
        {
            durations.Write(text, verb);
        }
    }

    private sealed class Durations
    {
        private readonly Lock _gate = new();
        private readonly long[] _counts = new long[Bounds.Length + 1];
        private double _sum;

        public void Add(double seconds)
        {
            lock (_gate)
            {
                var place = Array.FindIndex(Bounds, bound => seconds <= bound);
                _counts[place < 0 ? Bounds.Length : place]++;
                _sum += seconds;
            }
        }

        public void Write(Exposition text, string verb)
        {
            lock (_gate)
            {
                long below = 0;
                for (var i = 0; i <= Bounds.Length; i++)
                {
                    below += _counts[i];
                    var bound = i == Bounds.Length ? "+Inf" : Bounds[i].ToString("R", System.Globalization.CultureInfo.InvariantCulture);
                    text.Sample("apiserver_request_duration_seconds_bucket", below, ("verb", verb), ("le", bound));
                }

                text.Sample("apiserver_request_duration_seconds_sum", _sum, ("verb", verb));
                text.Sample("apiserver_request_duration_seconds_count", below, ("verb", verb));
            }
        }
    }
}
