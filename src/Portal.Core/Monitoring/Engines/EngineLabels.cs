using System.Collections.Immutable;
using System.Text;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Engines;

/// <summary>
/// How an engine tells clusters apart, and the only way to ask it: a selector is kept to clusters that may be seen, whatever
/// it says itself.
/// </summary>
internal sealed class EngineLabels
{
    private static readonly ImmutableArray<LabelMatcher> Never =
        [new(LabelMatcher.MetricName, LabelMatch.Equal, "_"), new(LabelMatcher.MetricName, LabelMatch.NotEqual, "_")];

    private readonly Dictionary<string, QueryMember> _byValue = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> _values = [];

    /// <param name="label">The engine's label.</param>
    /// <param name="given">Its values by clusters' names, where they differ.</param>
    /// <param name="visible">The clusters that may be seen. One whose value another claims counts as unknown to the engine.</param>
    public EngineLabels(string label, IReadOnlyDictionary<string, string> given, IEnumerable<QueryMember> visible)
    {
        Label = label;
        var claimed = given.GroupBy(pair => pair.Value, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(pair => pair.Key).ToList(), StringComparer.Ordinal);
        foreach (var member in visible)
        {
            var value = given.GetValueOrDefault(member.Name, member.Name);
            if (!claimed.TryGetValue(value, out var by) || by is [var only] && only == member.Name)
            {
                _byValue[value] = member;
                _values[member.Id] = value;
            }
        }
    }

    public string Label { get; }

    public bool Knows(QueryMember member) => _values.ContainsKey(member.Id);

    public QueryMember? MemberOf(string value) => _byValue.GetValueOrDefault(value);

    /// <summary>The selector over these clusters alone; matchers on the portal's labels are decided here.</summary>
    public VectorSelector Within(VectorSelector series, IReadOnlyCollection<QueryMember> members)
    {
        var values = members.Where(member => MemberRewrite.Chooses(series, member)).Select(member => _values.GetValueOrDefault(member.Id)).OfType<string>().ToList();
        return values.Count == 0
            ? series with { Name = null, Matchers = Never }
            : series with { Matchers = series.Matchers.RemoveAll(matcher => PortalLabels.Contains(matcher.Name)).Add(Matcher(values)) };
    }

    /// <summary>The labels of a series of the engine as the portal writes them.</summary>
    /// <param name="series">Those of the engine.</param>
    /// <param name="kept">Which of the portal's labels it has.</param>
    public LabelSet Labelled(LabelSet series, ImmutableHashSet<string> kept)
    {
        var value = series[Label];
        if (value.Length == 0)
        {
            return series;
        }

        var member = MemberOf(value) ?? throw MemberFaults.Malformed();
        return MergedLeaf.Labelled(series.Without(Label), [.. member.Labels.Where(label => kept.Contains(label.Key))]);
    }

    /// <summary>Whether an expression names the engine's label where that is none of the portal's: it would mean another thing there.</summary>
    public bool IsNamedIn(PromqlExpression expression) => Label != PortalLabels.Cluster && expression.Walk().Any(node => node switch
    {
        VectorSelector series => series.Matchers.Any(matcher => matcher.Name == Label),
        Aggregation aggregation => aggregation.Grouping.Labels.Contains(Label),
        BinaryOperation { Matching: { } matching } => matching.Labels.Contains(Label) || matching.Include.Contains(Label),
        StringLiteral text => text.Value == Label,
        _ => false,
    });

    private LabelMatcher Matcher(List<string> values) => values is [var one]
        ? new LabelMatcher(Label, LabelMatch.Equal, one)
        : new LabelMatcher(Label, LabelMatch.Regex, string.Join('|', values.Order(StringComparer.Ordinal).Select(Escaped)));

    /// <summary>As RE2 reads it.</summary>
    private static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            _ = @"\.+*?()|[]{}^$".Contains(c, StringComparison.Ordinal) ? text.Append('\\').Append(c) : text.Append(c);
        }

        return text.ToString();
    }
}
