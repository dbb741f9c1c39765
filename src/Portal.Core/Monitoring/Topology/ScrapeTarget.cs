using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Core.Monitoring.States;

namespace Portal.Core.Monitoring.Topology;

/// <summary>A target as a Prometheus tells it at /api/v1/targets.</summary>
/// <param name="Health">"up", "down", or "unknown" before the first scrape.</param>
/// <param name="LastScrape">When the last scrape began; null before the first.</param>
/// <param name="Interval">Null where the server does not tell it: those before 2.28 do not.</param>
internal sealed partial record ScrapeTarget(string Pool, string Job, string Instance, Uri? Url, string Health, string Error, DateTimeOffset? LastScrape, TimeSpan? Interval)
{
    private const string Federate = "/federate";

    /// <summary>Whether another Prometheus is gathered from: https://prometheus.io/docs/prometheus/latest/federation/.</summary>
    public bool IsFederation => Url is not null && Url.AbsolutePath.EndsWith(Federate, StringComparison.Ordinal);

    /// <summary>Where the API of the server begins that is gathered from: its path without /federate.</summary>
    public Uri? Root => Url is null ? null : new UriBuilder(Url) { Path = IsFederation ? Url.AbsolutePath[..^Federate.Length] + "/" : Url.AbsolutePath, Query = "", Fragment = "", UserName = "", Password = "" }.Uri;

    public static ScrapeTarget Read(JsonObject item)
    {
        var labels = StateLabels.Read(item, "labels");
        return new ScrapeTarget(
            StateLabels.Text(item, "scrapePool"), labels["job"], labels["instance"],
            Uri.TryCreate(StateLabels.Text(item, "scrapeUrl"), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null,
            StateLabels.Text(item, "health"), StateLabels.Text(item, "lastError"), Time(StateLabels.Text(item, "lastScrape")), Span(StateLabels.Text(item, "scrapeInterval")));
    }

    /// <summary>How late the next scrape is; null where that is not known.</summary>
    /// <param name="at">Now, by the clock of the server that scrapes.</param>
    public TimeSpan? Lag(DateTimeOffset at) => LastScrape is { } last && Interval is { } interval
        ? at - last - interval is var late && late > TimeSpan.Zero ? late : TimeSpan.Zero
        : null;

    /// <summary>As Prometheus writes one: "1m30s". Null for what is none.</summary>
    internal static TimeSpan? Span(string text)
    {
        if (!Form().IsMatch(text))
        {
            return null;
        }

        var seconds = Part().Matches(text).Sum(part => double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture) * part.Groups["unit"].Value switch
        {
            "ms" => 0.001,
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            "w" => 7 * 86_400,
            _ => 365 * 86_400,
        });
        return seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Before the first scrape the year is 1.</summary>
    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year > 1 ? at : null;

    [GeneratedRegex("^([0-9]{1,9}(ms|[smhdwy]))+$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex("(?<number>[0-9]{1,9})(?<unit>ms|[smhdwy])", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
