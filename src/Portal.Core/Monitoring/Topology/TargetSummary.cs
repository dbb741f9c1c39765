namespace Portal.Core.Monitoring.Topology;

/// <summary>What is kept of the targets of one server.</summary>
/// <param name="Down">The first by job and instance.</param>
/// <param name="Federated">Those that are other Prometheus servers.</param>
internal sealed record TargetSummary(TargetTally Tally, ScrapeLag? Lag, IReadOnlyList<DownTarget> Down, IReadOnlyList<ScrapeTarget> Federated)
{
    /// <summary>Named of one server; the tally counts all.</summary>
    private const int MostDown = 50;

    private const int MostFederated = 2_000;

    private const int LongestError = 500;

    /// <param name="targets">All of one server.</param>
    /// <param name="at">Now, by that server's clock.</param>
    public static TargetSummary Of(IReadOnlyList<ScrapeTarget> targets, DateTimeOffset at)
    {
        var down = targets.Where(target => target.Health == "down").ToList();
        var up = targets.Count(target => target.Health == "up");
        return new TargetSummary(
            new TargetTally(up, down.Count, targets.Count - up - down.Count),
            LagOf(targets, at),
            [.. down.OrderBy(target => target.Job, StringComparer.Ordinal).ThenBy(target => target.Instance, StringComparer.Ordinal).Take(MostDown)
                .Select(target => new DownTarget(target.Job, target.Instance, target.Error.Length > LongestError ? target.Error[..LongestError] + "…" : target.Error, target.LastScrape))],
            [.. targets.Where(target => target.IsFederation).OrderBy(target => target.Pool, StringComparer.Ordinal).ThenBy(target => target.Instance, StringComparer.Ordinal).Take(MostFederated)]);
    }

    private static ScrapeLag? LagOf(IReadOnlyList<ScrapeTarget> targets, DateTimeOffset at)
    {
        var late = targets.Select(target => (Target: target, Lag: target.Lag(at))).Where(pair => pair.Lag is not null)
            .Select(pair => (pair.Target, Lag: pair.Lag!.Value)).OrderBy(pair => pair.Lag).ToList();
        if (late.Count == 0)
        {
            return null;
        }

        var middle = late.Count / 2;
        var median = late.Count % 2 == 1 ? late[middle].Lag : (late[middle - 1].Lag + late[middle].Lag) / 2;
        var (worst, lag) = late[^1];
        return new ScrapeLag(median, lag, $"{worst.Job} {worst.Instance}".Trim());
    }
}
