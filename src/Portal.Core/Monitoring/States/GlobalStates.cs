using System.Text.Json.Nodes;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.States;

internal sealed class GlobalStates(QueryMembers members, MemberLists lists) : IGlobalStates
{
    private const int MostFilters = 100;

    public Task<GlobalList<MemberItem>> AlertsAsync(QueryScope scope, Actor actor, CancellationToken cancellationToken) =>
        AskAsync("alerts", "alerts", scope, StateLabels.Label, actor, cancellationToken);

    public Task<GlobalList<MemberItem>> RulesAsync(RuleQuery query, Actor actor, CancellationToken cancellationToken)
    {
        if (query.Names.Count + query.Groups.Count > MostFilters)
        {
            throw ProblemException.Invalid("The question was not asked", $"It has more than {MostFilters} filters.", "Ask in parts.", "rule_name[]");
        }

        string[] fields =
        [
            .. Field("type", query.Type), .. query.Names.SelectMany(name => Field("rule_name[]", name)), .. query.Groups.SelectMany(group => Field("rule_group[]", group)),
            .. Field("exclude_alerts", query.WithAlerts ? null : "true"),
        ];
        return AskAsync(Path("rules", fields), "groups", query.Scope, StateLabels.LabelGroup, actor, cancellationToken);
    }

    public Task<GlobalList<MemberItem>> TargetsAsync(QueryScope scope, string? pool, Actor actor, CancellationToken cancellationToken) =>
        AskAsync(Path("targets", ["state=active", .. Field("scrapePool", pool)]), "activeTargets", scope, StateLabels.Label, actor, cancellationToken);

    public async Task<GlobalList<KeyValuePair<string, IReadOnlyList<MetricMeaning>>>> MeaningsAsync(MeaningQuery query, Actor actor, CancellationToken cancellationToken)
    {
        // The limits are the whole's: of a part, each cluster could send another one.
        var (answers, coverage) = await ReadAsync(Path("metadata", Field("metric", query.Metric)), null, query.Scope, actor, cancellationToken);
        var meanings = new SortedDictionary<string, List<MetricMeaning>>(StringComparer.Ordinal);
        foreach (var item in answers.SelectMany(answer => answer.Items))
        {
            var known = meanings.TryGetValue(item.List, out var list) ? list : meanings[item.List] = [];
            var meaning = new MetricMeaning(StateLabels.Text(item.Json, "type"), StateLabels.Text(item.Json, "help"), StateLabels.Text(item.Json, "unit"));
            if (!known.Contains(meaning) && (query.LimitPerMetric == 0 || known.Count < query.LimitPerMetric))
            {
                known.Add(meaning);
            }
        }

        var isCut = query.Limit > 0 && meanings.Count > query.Limit;
        var shown = meanings.Take(isCut ? query.Limit : meanings.Count).Select(pair => KeyValuePair.Create(pair.Key, (IReadOnlyList<MetricMeaning>)pair.Value));
        return new([.. shown], isCut, coverage);
    }

    private async Task<GlobalList<MemberItem>> AskAsync(
        string path, string list, QueryScope scope, Action<JsonObject, QueryMember> label, Actor actor, CancellationToken cancellationToken)
    {
        var (answers, coverage) = await ReadAsync(path, list, scope, actor, cancellationToken);
        var items = answers.SelectMany(answer => answer.Items, (answer, item) => new MemberItem(answer.Member, item.Json)).ToList();
        items.ForEach(item => label(item.Json, item.Member));
        return new(items, false, coverage);
    }

    private async Task<(IReadOnlyList<(QueryMember Member, IReadOnlyList<AnswerItem> Items)> Answers, Coverage Coverage)> ReadAsync(
        string path, string? list, QueryScope scope, Actor actor, CancellationToken cancellationToken)
    {
        var chosen = await members.ReadAsync(scope, actor, Permission.ViewMetrics, cancellationToken);
        return await lists.AskAsync(
            chosen.Select(member => (member, (string?)$"api/v1/{path}")), (body, budget, token) => ItemAnswerReader.ReadAsync(body, list, budget, token), cancellationToken);
    }

    private static string Path(string path, params IEnumerable<string> fields) => string.Join('&', fields) is { Length: > 0 } query ? $"{path}?{query}" : path;

    private static IEnumerable<string> Field(string name, string? value) => string.IsNullOrEmpty(value) ? [] : [$"{name}={Uri.EscapeDataString(value)}"];
}
