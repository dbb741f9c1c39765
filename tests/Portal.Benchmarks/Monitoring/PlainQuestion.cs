using System.Globalization;

namespace Portal.Benchmarks.Monitoring;

/// <summary>A question as the HTTP API of Prometheus takes it, without the path before "api/v1/".</summary>
/// <param name="Name">What it is called in the report.</param>
internal sealed record PlainQuestion(string Name, string Expression, bool IsRange)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    /// <summary>For a round of its own: another time than that of any other, so that nobody answers from memory.</summary>
    public string PathAt(DateTimeOffset now)
    {
        var query = Uri.EscapeDataString(Expression);
        return IsRange
            ? $"api/v1/query_range?query={query}&start={Seconds(now - Length)}&end={Seconds(now)}&step=2"
            : $"api/v1/query?query={query}&time={Seconds(now)}";
    }

    private static string Seconds(DateTimeOffset at) => (at.ToUnixTimeMilliseconds() / 1000m).ToString(CultureInfo.InvariantCulture);
}
