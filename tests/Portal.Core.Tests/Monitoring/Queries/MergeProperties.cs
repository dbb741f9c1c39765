using CsCheck;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Evaluation;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Tests.Monitoring.Queries;

/// <summary>Whatever is planned and merged is what one server with all series would have said.</summary>
public sealed class MergeProperties
{
    private static readonly string[] Labels = ["x", "y", "cluster", "fleet", "region", "le"];

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<double> AnyValue = Gen.Frequency(
        (12, Gen.Int[-4, 9].Select(value => (double)value)), (4, Gen.Int[-4_000, 4_000].Select(value => value / 4.0)), (1, Gen.Const(double.NaN)), (1, Gen.Const(double.PositiveInfinity)), (1, Gen.Const(double.NegativeInfinity)), (3, Gen.Const(Series.Gap)));

    private static readonly Gen<Series> AnySeries =
        from name in Pick("a", "b")
        from x in Pick("", "1", "2", "3")
        from y in Pick("", "1", "2")
        from own in Pick("", "", "", "", "k1", "c2")
        from le in Pick("", "", "1", "5", "+Inf")
        from values in AnyValue.Array[3]
        select new Series(LabelSet.Of(("__name__", name), ("x", x), ("y", y), ("cluster", own), ("le", le)), values);

    private static readonly Gen<QueryFleet> AnyFleet =
        from counts in AnySeries.Array[0, 7].Array[1, 4]
        select new QueryFleet(
            new TimeGrid(1_700_000_000_000, 60_000, 3),
            [.. counts.Select((series, i) => (
                QueryMember.Of(Guid.Empty, $"c{i + 1}", i < 2 ? "f1" : "f2", null, i == 3 ? null : $"r{i % 2}"),
                (IReadOnlyList<Series>)[.. series.DistinctBy(each => each.Labels)]))]);

    private static readonly Gen<string> AnyLabels = Pick(Labels).Array[0, 3].Select(labels => string.Join(", ", labels.Distinct()));

    private static readonly Gen<string> AnySelector =
        from name in Pick("a", "b")
        from matcher in Pick("", "", "", "x='1'", "x!='2'", "x=~'1|3'", "cluster='c1'", "cluster!='c1'", "cluster=~'c1|c3'", "fleet='f1'", "fleet!~'f1'", "region=''", "cluster='none'", "x='',cluster='c2'")
        select $"{name}{{{matcher}}}";

    private static readonly Gen<string> AnyScalar = Pick("2", "0", "-1.5", "time()", "scalar(a{x='1'})", "scalar(sum(b))", "NaN");

    private static Gen<string> AnyVector(int depth) => depth == 0 ? AnySelector : Gen.Frequency(
        (3, AnySelector),
        (6, from op in Pick("sum", "min", "max", "count", "group", "avg", "stddev", "topk(2,", "bottomk(1,", "topk(scalar(b),", "count_values('v',", "count_values('fleet',", "quantile(0.7,")
            from how in Pick("by", "without", "by", "")
            from labels in AnyLabels
            from inner in AnyVector(depth - 1)
            select $"{(op.Contains('(', StringComparison.Ordinal) ? op : op + "(")} {inner}){(how.Length > 0 ? $" {how} ({labels})" : "")}"),
        (5, from left in AnyVector(depth - 1)
            from op in Pick("+", "-", "*", "/", "%", "^", "> bool", "<=", "==", "!= bool")
            from matching in Pick("", "", "on ({})", "ignoring ({})", "on ({}) group_left ()", "ignoring ({}) group_left (y)", "on (cluster) group_right (fleet)", "on (cluster, x)", "ignoring (cluster)", "ignoring (x) group_left ()")
            from labels in AnyLabels
            from right in AnyVector(depth - 1)
            select $"({left}) {op} {Grouped(matching, labels)} ({right})"),
        (2, from left in AnyVector(depth - 1)
            from op in Pick("and", "or", "unless")
            from matching in Pick("", "", "on ({})", "ignoring ({})", "on (cluster)")
            from labels in AnyLabels
            from right in AnyVector(depth - 1)
            select $"({left}) {op} {matching.Replace("{}", labels, StringComparison.Ordinal)} ({right})"),
        (2, from left in AnyVector(depth - 1)
            from op in Pick("*", ">", "== bool", "/")
            from right in AnyScalar
            from swapped in Gen.Bool
            select swapped ? $"{right} {op} ({left})" : $"({left}) {op} {right}"),
        (3, from inner in AnyVector(depth - 1)
            from call in Pick("abs({})", "-({})", "ceil({})", "clamp({}, -1, 5)", "round({}, 2)", "sgn({})", "absent({})", "vector(scalar({}))", "sort({})", "hour({})",
                "label_replace({}, 'y', 'n$1', 'x', '(.).*')", "label_replace({}, 'z', '$1', 'cluster', 'c(.)')", "label_replace({}, 'cluster', 'same', '', '')", "label_join({}, 'j', '-', 'x', 'y')", "label_join({}, 'j', '-', 'x', 'fleet')",
                "histogram_quantile(0.5, {})", "histogram_quantile(scalar(b), {})", "({}) or vector(0)", "time() - ({})")
            select call.Replace("{}", inner, StringComparison.Ordinal)));

    private static string Grouped(string matching, string labels) => matching.Contains("group_left (y)", StringComparison.Ordinal)
        ? matching.Replace("{}", string.Join(", ", labels.Split(", ").Where(label => label != "y")), StringComparison.Ordinal)
        : matching.Replace("{}", labels, StringComparison.Ordinal);

    [Fact]
    public void AnyExpression_OverAnyFleet_IsAnsweredAsByOneServer()
    {
        var (answered, refused, empty) = (0, 0, 0);
        Gen.Select(AnyFleet, AnyVector(3)).Sample(
            (given, text) =>
            {
                // Which of equal values is among the first k, no server promises: here their labels decide, which must then have one name everywhere.
                var fleet = text.Contains("topk", StringComparison.Ordinal) || text.Contains("bottomk", StringComparison.Ordinal) ? given.WithoutOwn("cluster") : given;
                var expected = Try(() => fleet.AskAll(text));
                var found = Try(() => fleet.AskByPlan(text));
                _ = expected.StartsWith('!') ? Interlocked.Increment(ref refused) : expected.Length == 0 ? Interlocked.Increment(ref empty) : Interlocked.Increment(ref answered);
                // Where one server finds no answer the portal may say so in other words.
                return expected.StartsWith('!') || expected == found ? true : throw new InvalidOperationException($"{text}\nexpected:\n{expected}\nfound:\n{found}");
            },
            iter: 6_000);

        // The property holds for something.
        Assert.True(answered > 1_000, $"answered {answered}, refused {refused}, empty {empty}");
    }

    private static string Try(Func<SeriesSet> ask)
    {
        try
        {
            return QueryFleet.Words(ask());
        }
        catch (EvaluationException ex)
        {
            return $"! {ex.Why}";
        }
    }
}
