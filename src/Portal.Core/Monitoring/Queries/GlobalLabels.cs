using System.Globalization;
using Portal.Core.Access;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Queries;

internal sealed class GlobalLabels(QueryMembers members, MemberLists lists, EngineLists engines) : IGlobalLabels
{
    private const int MaxSelectors = 100;

    public async Task<GlobalList<string>> NamesAsync(LabelQuery query, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ViewMetrics);
        var chosen = await ChooseAsync(query, actor, cancellationToken);
        var through = await engines.AskAsync(query, Members(chosen), _ => "api/v1/labels", TextAnswerReader.ReadAsync, cancellationToken);
        var (answers, coverage) = await AskAsync(query, chosen, "api/v1/labels", TextAnswerReader.ReadAsync, through, cancellationToken);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (who, theirs) in answers.Select(answer => ((IReadOnlyList<QueryMember>)[answer.Member], answer.Items)).Concat(through.Answers.Select(answer => (answer.Held, answer.ItemsWithout(answer.Labels.Label)))))
        {
            names.UnionWith(who.SelectMany(member => member.Labels.Keys));
            names.UnionWith(theirs.Select(name => PortalLabels.Contains(name) ? PortalLabels.MovedName(name, theirs.Contains) : name));
        }

        return Cut(names, query, coverage, through.Warnings);
    }

    public async Task<GlobalList<string>> ValuesAsync(string label, LabelQuery query, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ViewMetrics);
        var chosen = await ChooseAsync(query, actor, cancellationToken);
        if (PortalLabels.Contains(label) && query.Selectors.Count == 0)
        {
            var known = new SortedSet<string>(chosen.Select(pair => pair.Member.LabelOrEmpty(label)).Where(value => value.Length > 0), StringComparer.Ordinal);
            return Cut(known, query, new Coverage([.. chosen.Select(pair => new MemberCoverage(pair.Member, MemberPart.NotAsked, null, null, TimeSpan.Zero))]), []);
        }

        if (PortalLabels.Contains(label))
        {
            // A cluster counts where it has such a series.
            var with = await engines.AskAsync(query, Members(chosen), labels => $"api/v1/label/{labels.Label}/values", TextAnswerReader.ReadAsync, cancellationToken);
            var series = await AskAsync(query with { Limit = 1 }, chosen, "api/v1/series", SeriesAnswerReader.ReadAsync, with, cancellationToken);
            var having = series.Answers.Where(answer => answer.Items.Count > 0).Select(answer => answer.Member)
                .Concat(with.Answers.SelectMany(answer => answer.Items.Select(answer.Labels.MemberOf).OfType<QueryMember>()));
            var values = having.Select(member => member.LabelOrEmpty(label)).Where(value => value.Length > 0);
            return Cut(new SortedSet<string>(values, StringComparer.Ordinal), query, series.Coverage, with.Warnings);
        }

        var asked = PortalLabels.IsMoved(label) ? PortalLabels.All.Single(name => label.EndsWith($"_{name}", StringComparison.Ordinal)) : label;
        var path = $"api/v1/label/{LabelPath(asked)}/values";
        var through = await engines.AskAsync(query, Members(chosen), labels => labels.Label == asked ? null : path, TextAnswerReader.ReadAsync, cancellationToken);
        var (answers, coverage) = await AskAsync(query, chosen, path, TextAnswerReader.ReadAsync, through, cancellationToken);
        var all = answers.SelectMany(answer => answer.Items).Concat(through.Answers.SelectMany(answer => answer.Items));
        return Cut(new SortedSet<string>(all, StringComparer.Ordinal), query, coverage, through.Warnings);
    }

    public async Task<GlobalList<LabelSet>> SeriesAsync(LabelQuery query, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ViewMetrics);
        if (query.Selectors.Count == 0)
        {
            throw ProblemException.Invalid("The question was not asked", "No series selector was given.", "Give at least one as match[].", "match[]");
        }

        var chosen = await ChooseAsync(query, actor, cancellationToken);
        var through = await engines.AskAsync(query, Members(chosen), _ => "api/v1/series", SeriesAnswerReader.ReadAsync, cancellationToken);
        var (answers, coverage) = await AskAsync(query, chosen, "api/v1/series", SeriesAnswerReader.ReadAsync, through, cancellationToken);
        var series = answers.SelectMany(answer => answer.Items.Select(labels => MergedLeaf.Labelled(labels, answer.Member.Labels)))
            .Concat(through.Answers.SelectMany(answer => answer.Items.Select(labels => answer.Labels.Labelled(labels, PortalLabels.All))));
        return Cut(new SortedSet<LabelSet>(series, LabelSet.Order), query, coverage, through.Warnings);
    }

    private async Task<IReadOnlyList<(QueryMember Member, IReadOnlyList<string>? Selectors)>> ChooseAsync(LabelQuery query, Actor actor, CancellationToken cancellationToken)
    {
        if (query.Selectors.Count > MaxSelectors)
        {
            throw ProblemException.Invalid("The question was not asked", $"{query.Selectors.Count} selectors are more than {MaxSelectors}.", "Ask in parts.", "match[]");
        }

        var selectors = query.Selectors.Select(Selector).ToList();
        var all = await members.ReadAsync(query.Scope, actor, Permission.ViewMetrics, cancellationToken);
        return [.. all.Select(member => (member, selectors.Count == 0 ? [] : OfMember(member, selectors)))];
    }

    /// <summary>What is left to match in this cluster; null where nothing of it can match.</summary>
    private static List<string>? OfMember(QueryMember member, List<VectorSelector> selectors)
    {
        var texts = selectors.Select(selector => MemberRewrite.For(selector, member)).OfType<string>().ToList();
        return texts.Count == 0 ? null : texts;
    }

    /// <summary>Those that may have what is asked.</summary>
    private static List<QueryMember> Members(IReadOnlyList<(QueryMember Member, IReadOnlyList<string>? Selectors)> chosen) =>
        [.. chosen.Where(pair => pair.Selectors is not null).Select(pair => pair.Member)];

    private async Task<(IReadOnlyList<(QueryMember Member, IReadOnlyList<T> Items)> Answers, Coverage Coverage)> AskAsync<T>(
        LabelQuery query, IReadOnlyList<(QueryMember Member, IReadOnlyList<string>? Selectors)> chosen, string path,
        Func<Stream, AnswerBudget, CancellationToken, Task<IReadOnlyList<T>>> read, IEngineCoverage through, CancellationToken cancellationToken)
    {
        var direct = chosen.Where(pair => !through.Covers(pair.Member));
        var (answers, coverage) = await lists.AskAsync(direct.Select(pair => (pair.Member, pair.Selectors is { } selectors ? Path(path, selectors, query) : null)), read, cancellationToken);
        return (answers, new Coverage([.. coverage.Members, .. through.Coverage]));
    }

    internal static string Path(string path, IReadOnlyList<string> selectors, LabelQuery query)
    {
        var fields = selectors.Select(selector => $"match[]={Uri.EscapeDataString(selector)}").ToList();
        foreach (var (name, at) in new[] { ("start", query.Start), ("end", query.End) })
        {
            if (at is { } milliseconds)
            {
                fields.Add($"{name}={(milliseconds / 1000m).ToString(CultureInfo.InvariantCulture)}");
            }
        }

        if (query.Limit > 0)
        {
            // One more, to know whether there are more. Servers before 3.0 do not know this and send all.
            fields.Add(string.Create(CultureInfo.InvariantCulture, $"limit={query.Limit + 1}"));
        }

        return fields.Count == 0 ? path : $"{path}?{string.Join('&', fields)}";
    }

    /// <summary>As Prometheus writes names that are no plain ones in a path.</summary>
    private static string LabelPath(string label) => label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
        ? label
        : throw ProblemException.Invalid("The question was not asked", $"\"{label}\" is no name of a label.", "A name has letters, digits and underscores.", "label");

    internal static VectorSelector Selector(string text)
    {
        try
        {
            return PromqlParser.Parse(text) is VectorSelector selector
                ? selector
                : throw ProblemException.Invalid("The question was not asked", $"\"{text}\" is no series selector.", "Give a metric, matchers in braces, or both.", "match[]");
        }
        catch (PromqlException error)
        {
            throw new ProblemException(new Problem(ProblemKind.Invalid, $"A selector cannot be read at character {error.Span.Start + 1}", error.Why, error.Remedy, "match[]"), error);
        }
    }

    private static GlobalList<T> Cut<T>(SortedSet<T> items, LabelQuery query, Coverage coverage, IReadOnlyList<string> warnings) =>
        query.Limit > 0 && items.Count > query.Limit
            ? new([.. items.Take(query.Limit)], true, coverage) { Warnings = warnings }
            : new([.. items], false, coverage) { Warnings = warnings };
}
