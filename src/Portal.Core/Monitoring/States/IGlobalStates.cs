using System.Text.Json.Nodes;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.States;

/// <summary>Something that a cluster's Prometheus told, in its own words, with the portal's labels among its labels.</summary>
public sealed record MemberItem(QueryMember Member, JsonObject Json);

/// <summary>What a metric counts, as its exporter says.</summary>
public sealed record MetricMeaning(string Type, string Help, string Unit);

/// <summary>Which rules are wanted.</summary>
/// <param name="Type">"alert" or "record"; null for both.</param>
/// <param name="WithAlerts">Whether rules come with the alerts that they have raised.</param>
public sealed record RuleQuery(QueryScope Scope, string? Type, IReadOnlyList<string> Names, IReadOnlyList<string> Groups, bool WithAlerts = true);

/// <summary>What is asked of the meaning of metrics.</summary>
/// <param name="Metric">One metric; null for all.</param>
/// <param name="Limit">Metrics at most; 0 for no other limit than the portal's.</param>
public sealed record MeaningQuery(QueryScope Scope, string? Metric, int Limit, int LimitPerMetric);

/// <summary>What the Prometheus servers of all clusters know of themselves: alerts, rules, targets, and what metrics mean.</summary>
public interface IGlobalStates
{
    /// <summary>The alerts that are pending or firing, of those clusters that answered.</summary>
    Task<GlobalList<MemberItem>> AlertsAsync(QueryScope scope, Actor actor, CancellationToken cancellationToken);

    /// <summary>Groups of rules. A group's file begins with its cluster, as groups of the same name are in many.</summary>
    Task<GlobalList<MemberItem>> RulesAsync(RuleQuery query, Actor actor, CancellationToken cancellationToken);

    /// <summary>The targets that are scraped.</summary>
    Task<GlobalList<MemberItem>> TargetsAsync(QueryScope scope, string? pool, Actor actor, CancellationToken cancellationToken);

    /// <summary>What metrics mean, by name; where clusters say otherwise, each meaning once.</summary>
    Task<GlobalList<KeyValuePair<string, IReadOnlyList<MetricMeaning>>>> MeaningsAsync(MeaningQuery query, Actor actor, CancellationToken cancellationToken);
}
