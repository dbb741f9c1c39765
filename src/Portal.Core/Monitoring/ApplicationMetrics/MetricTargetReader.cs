using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Core.Access;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.States;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>Asks the Prometheus of each cluster what it makes of a monitor: its targets, and how much they bring.</summary>
internal sealed class MetricTargetReader(IGlobalStates states, IGlobalQueries queries, TimeProvider time)
{
    /// <summary>Jobs that one question names.</summary>
    private const int MostJobs = 50;

    public async Task<MetricTargets> ReadAsync(string pool, IReadOnlyList<Guid> clusters, Actor actor, CancellationToken cancellationToken)
    {
        var scope = new QueryScope(null, clusters);
        var listed = await states.TargetsAsync(scope, pool, actor, cancellationToken);

        // An older Prometheus does not know the question's pool and tells of all.
        var targets = listed.Items.Where(item => StateLabels.Text(item.Json, "scrapePool") == pool).Select(Read).ToList();
        var samples = await SamplesAsync(targets, scope, actor, cancellationToken);
        return new MetricTargets(
            [.. targets.Select(target => target with { Samples = samples.TryGetValue((target.Cluster, target.Job, target.Instance), out var count) ? count : null })
                .OrderBy(target => target.Health == "up").ThenBy(target => target.Cluster, StringComparer.Ordinal).ThenBy(target => target.Url, StringComparer.Ordinal)],
            listed.Coverage, time.GetUtcNow());
    }

    /// <summary>What cannot be asked is not known: the targets are told all the same.</summary>
    private async Task<Dictionary<(string, string, string), double>> SamplesAsync(List<MetricTarget> targets, QueryScope scope, Actor actor, CancellationToken cancellationToken)
    {
        var jobs = targets.Select(target => target.Job).Where(job => job.Length > 0).Distinct().Take(MostJobs).ToList();
        if (jobs.Count == 0)
        {
            return [];
        }

        var matcher = PromqlTexts.Quote(string.Join('|', jobs.Select(Regex.Escape)));
        var question = $"max by (cluster, job, instance) (scrape_samples_post_metric_relabeling{{job=~{matcher}}})";
        try
        {
            var answer = await queries.QueryAsync(new GlobalQuery(question, TimeGrid.Instant(time.GetUtcNow().ToUnixTimeMilliseconds()), scope), actor, cancellationToken);
            return answer.Series.Where(series => double.IsFinite(series.Values[0]))
                .ToDictionary(series => (series.Labels[PortalLabels.Cluster], series.Labels["job"], series.Labels["instance"]), series => series.Values[0]);
        }
        catch (ProblemException)
        {
            return [];
        }
    }

    private static MetricTarget Read(MemberItem item)
    {
        var labels = StateLabels.Read(item.Json, "labels");
        return new MetricTarget(
            item.Member.Name, StateLabels.Text(item.Json, "scrapeUrl"), labels["job"], labels["instance"], StateLabels.Text(item.Json, "health"), StateLabels.Text(item.Json, "lastError"),
            Time(item.Json), item.Json["lastScrapeDuration"] is JsonValue value && value.TryGetValue(out double seconds) ? TimeSpan.FromSeconds(seconds) : null, null);
    }

    /// <summary>Null before the first scrape: the year is 1 then.</summary>
    private static DateTimeOffset? Time(JsonObject item) =>
        DateTimeOffset.TryParse(StateLabels.Text(item, "lastScrape"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year > 1 ? at : null;
}
