using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Evaluation;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Queries;

/// <summary>
/// Asks all chosen clusters what a plan asks of them, at once, and puts the answer together. A cluster is in the answer with
/// all its parts or with none: a ratio never has one cluster above its line and another below.
/// </summary>
internal sealed class FanOut(IMemberQueries members, TimeProvider time, AnswerLimits limits)
{
    /// <param name="plan">What is asked, and what becomes of the answers.</param>
    /// <param name="chosen">The clusters.</param>
    /// <param name="grid">The times.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="through">Answers for some of the clusters before they are asked themselves.</param>
    public async Task<GlobalAnswer> RunAsync(
        GlobalPlan plan, IReadOnlyList<QueryMember> chosen, TimeGrid grid, CancellationToken cancellationToken, EngineParts? through = null)
    {
        var budget = new AnswerBudget(limits);
        var merged = plan.Leaves.Distinct().ToDictionary(leaf => leaf, leaf => new MergedLeaf(leaf, grid));
        var remarks = new SortedSet<string>(StringComparer.Ordinal);
        var gate = new Lock();
        var coverage = new Coverage(await Task.WhenAll(chosen.Select(member => AskAsync(member))));
        var evaluator = new Evaluator(grid, merged.ToDictionary(pair => pair.Key, pair => pair.Value.Result()), coverage.IsComplete);
        var (series, scalars, text) = Evaluate(plan, evaluator);
        remarks.UnionWith(evaluator.Warnings);
        remarks.UnionWith(merged.Values.SelectMany(leaf => leaf.Warnings));
        return new GlobalAnswer(
            plan, plan.Type == PromqlType.Scalar && plan.Kind == PlanKind.PerCluster ? PromqlType.InstantVector : plan.Type, grid, series, scalars, text, coverage, [.. remarks], time.GetUtcNow());

        async Task<MemberCoverage> AskAsync(QueryMember member)
        {
            var started = time.GetTimestamp();
            var asked = merged.Keys.Select(leaf => (Leaf: leaf, Query: leaf.TextFor(member))).Where(pair => pair.Query is not null).ToArray();
            if (asked.Length == 0)
            {
                return new MemberCoverage(member, MemberPart.NotAsked, null, null, TimeSpan.Zero);
            }

            try
            {
                var ready = through is null ? null : await through.FindAsync(member, [.. asked.Select(pair => pair.Leaf)]);
                var answers = ready ?? await Task.WhenAll(asked.Select(pair => members.AskAsync(member, pair.Query!, grid, budget, cancellationToken)));
                var labelled = asked.Select((pair, i) => merged[pair.Leaf].Label(member, answers[i].Series)).ToArray();
                lock (gate)
                {
                    for (var i = 0; i < asked.Length; i++)
                    {
                        merged[asked[i].Leaf].Add(labelled[i]);
                        remarks.UnionWith(answers[i].Warnings.Select(warning => $"{member.Name}: {warning}"));
                    }
                }

                return new MemberCoverage(member, MemberPart.Answered, null, null, time.GetElapsedTime(started)) { IsByEngine = ready is not null };
            }
            catch (MemberFaultException fault)
            {
                return new MemberCoverage(member, MemberPart.Missing, fault.Kind, fault.Why, time.GetElapsedTime(started));
            }
        }
    }

    private static (IReadOnlyList<Series> Series, double[]? Scalars, string? Text) Evaluate(GlobalPlan plan, Evaluator evaluator)
    {
        if (plan.Root is StringLiteral literal)
        {
            return ([], null, literal.Value);
        }

        var result = evaluator.Evaluate(plan.Root);
        return (Arranged(plan.Root, result.Series?.Series ?? []), result.Scalars, null);
    }

    /// <summary>The series that have anything, in the order that the expression gives them, or else by their labels.</summary>
    internal static IReadOnlyList<Series> Arranged(PromqlExpression root, IEnumerable<Series> series)
    {
        var present = series.Where(one => one.Histograms is not null || one.Values.Any(value => !Series.IsGap(value)));
        return [.. IsOrdered(root) ? present : present.OrderBy(one => one.Labels, LabelSet.Order)];
    }

    private static bool IsOrdered(PromqlExpression root) => root is Aggregation { Operator: AggregationOperator.Topk or AggregationOperator.Bottomk }
        or FunctionCall { Function.Name: "sort" or "sort_desc" or "sort_by_label" or "sort_by_label_desc" };
}
