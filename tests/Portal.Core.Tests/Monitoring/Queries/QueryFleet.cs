using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Evaluation;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;

namespace Portal.Core.Tests.Monitoring.Queries;

/// <summary>Clusters with series of their own, asked by plan; and one server that has all of it, asked directly.</summary>
internal sealed record QueryFleet(TimeGrid Grid, IReadOnlyList<(QueryMember Member, IReadOnlyList<Series> Series)> Clusters)
{
    public QueryFleet WithoutOwn(string label) => this with
    {
        Clusters = [.. Clusters.Select(cluster => (cluster.Member, (IReadOnlyList<Series>)[.. cluster.Series.Select(series => series with { Labels = series.Labels.Without(label) }).DistinctBy(series => series.Labels)]))],
    };

    public SeriesSet AskAll(string text) => new ReferenceEngine(Grid, [.. Clusters.SelectMany(Labelled)]).Ask(text);

    public SeriesSet AskByPlan(string text, IEnumerable<int>? order = null)
    {
        var plan = GlobalPlanner.Plan(PromqlParser.Parse(text));
        Assert.Null(plan.Why);
        var merged = new Dictionary<PushedQuery, SeriesSet>();
        foreach (var leaf in plan.Leaves)
        {
            var merging = new MergedLeaf(leaf, Grid);
            foreach (var (member, series) in (order ?? Enumerable.Range(0, Clusters.Count)).Select(i => Clusters[i]))
            {
                if (leaf.TextFor(member) is { } asked)
                {
                    merging.Add(merging.Label(member, new ReferenceEngine(Grid, series).Ask(asked).Series));
                }
            }

            merged[leaf] = merging.Result();
        }

        var answer = new Evaluator(Grid, merged).Evaluate(plan.Root);
        return answer.Series ?? new SeriesSet(Grid, [new Series(LabelSet.Empty, answer.Scalars!)]);
    }

    /// <summary>The samples in words, so that two answers can be compared and a difference be read.</summary>
    public static string Words(SeriesSet set) => string.Join('\n', set.Series
        .Where(series => Enumerable.Range(0, set.Grid.Count).Any(series.Has))
        .Select(series => $"{series.Labels}: {string.Join(' ', series.Values.Select(value => Series.IsGap(value) ? "-" : value.ToString("G10")))}").Order(StringComparer.Ordinal));

    private static IEnumerable<Series> Labelled((QueryMember Member, IReadOnlyList<Series> Series) cluster) => cluster.Series.Select(series =>
    {
        // Said once more, in the plainest way: what is there under the portal's name moves aside.
        var pairs = series.Labels.Pairs.ToDictionary(pair => cluster.Member.Labels.ContainsKey(pair.Key) || PortalLabels.All.Contains(pair.Key) ? $"exported_{pair.Key}" : pair.Key, pair => pair.Value);
        return series with { Labels = LabelSet.Of(pairs.Concat(cluster.Member.Labels)) };
    });
}
