using System.Collections.Immutable;
using CsCheck;
using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Tests.Monitoring.Promql;

/// <summary>What holds for every expression, and for everything that is none.</summary>
public sealed class PromqlRobustnessTests
{
    private static readonly string[] Words =
    [
        "sum", "by", "without", "rate", "a", "b{x='1'}", "(", ")", "[", "]", "{", "}", ",", "=", "!=", "=~", "!~", "+", "-", "*", "/", "^", "%", "==", ">", "<=",
        "and", "or", "unless", "on", "ignoring", "group_left", "group_right", "bool", "offset", "@", "start()", "5m", "1h30m", "0x1f", "1e9", "inf", "nan", "'t'", "\"", "`",
        "#", "\n", ":", "topk", "count_values", "histogram_quantile", "step()", "fill", "fill_left", "\\", "é", "😀", "\ud800", "\0", ".", "1.", "atan2", "anchored", "</", ">/",
    ];

    [Fact]
    public void Print_OfAnyTree_ReadsBackTheSame() => AnyVector(4).Sample(
        tree => PromqlShape.Of(PromqlParser.Parse(tree.ToString())) == PromqlShape.Of(tree) ? true : throw new InvalidOperationException(tree.ToString()), iter: 5_000);

    [Fact]
    public void Parse_OfAnyWords_ReadsOrRefuses() => Gen.Int[0, Words.Length - 1].Array[0, 30].Sample(
        picks =>
        {
            var text = string.Join(picks.Length % 2 == 0 ? " " : "", picks.Select(i => Words[i]));
            try
            {
                // What can be read can be printed, and reads back as what was printed.
                var printed = PromqlParser.Parse(text).ToString();
                return PromqlParser.Parse(printed).ToString() == printed;
            }
            catch (PromqlException fault)
            {
                return fault.Span.Start >= 0 && fault.Span.Start <= text.Length && fault.Span.End <= text.Length + 1;
            }
        },
        iter: 50_000);

    [Fact]
    public void Parse_OfAnyCharacters_ReadsOrRefuses() => Gen.String.Sample(text =>
    {
        try
        {
            return PromqlParser.Parse(text) is not null;
        }
        catch (PromqlException)
        {
            return true;
        }
    });

    [Theory]
    [InlineData("(", "a", ")")]
    [InlineData("-", "a", "")]
    [InlineData("abs(", "a", ")")]
    [InlineData("a+", "a", "")]
    [InlineData("a^", "a", "")]
    [InlineData("2^-", "1", "")]
    [InlineData("sum(", "a", ")")]
    [InlineData("", "a", " or a")]
    [InlineData("max_over_time(", "a", "[5m:])")]
    [InlineData("a[(", "1", ")]")]
    [InlineData("a[5m*", "5m", "]")]
    [InlineData("a[5m^", "5m", "]")]
    [InlineData("a[", "5m", "*5m]")]
    [InlineData("a offset -(", "5m", ")")]
    [InlineData("((((", "a", "")]
    [InlineData("{{{{", "a", "")]
    [Trait("Attack", "29")]
    public void Parse_OfHostileDepth_IsRefused(string before, string middle, string after)
    {
        string Nested(int times) => string.Concat(Enumerable.Repeat(before, times)) + middle + string.Concat(Enumerable.Repeat(after, times));

        Assert.Throws<PromqlException>(() => PromqlParser.Parse(Nested(3_000)));
        Assert.Throws<PromqlException>(() => PromqlParser.Parse(Nested(100_000)));
    }

    [Fact]
    [Trait("Attack", "29")]
    public void Parse_OfHostilePatterns_TakesNoTime()
    {
        // Exponential for an engine that backtracks; too large for an automaton.
        var text = $$"""a{b=~"{{string.Concat(Enumerable.Repeat("(x+x+)+", 100))}}y",c=~"((a{1000}){1000}){1000}"} + {d=~"(((((.*)*)*)*)*)*x"}""";

        Assert.Equal(PromqlType.InstantVector, PromqlParser.Parse(text).Type);
    }

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<PromqlExpression> AnyScalar { get; } =
        Gen.OneOf(Gen.Double.Select(value => (PromqlExpression)new NumberLiteral(value)), Gen.Const(PromqlParser.Parse("time()")), Gen.Const(PromqlParser.Parse("scalar(a)")));

    private static Gen<string> AnyLabel { get; } = Pick("x", "instance", "by", "sum", "a label", "é");

    private static Gen<ImmutableArray<string>> AnyLabels { get; } = AnyLabel.Array[0, 3].Select(labels => labels.Distinct().ToImmutableArray());

    private static Gen<SelectorTime> AnyTime { get; } =
        from offset in Pick<PromqlDuration?>(null, new FixedDuration(300), new FixedDuration(-0.5), new ComputedDuration("step"), new ComputedDuration("-", null, new ComputedDuration("range")), new ComputedDuration("*", new FixedDuration(2), new ComputedDuration("step")))
        from at in Pick<long?>(null, null, 0, -1500, 1_700_000_000_123)
        from edge in Gen.Enum<AtEdge>()
        select new SelectorTime(offset, at, at is null ? edge : AtEdge.None);

    private static Gen<VectorSelector> AnySelector { get; } =
        from name in Pick("up", "job:up:sum", "sum", "by", "on", "inf", "rate", "a.metric", "bool", "start")
        from matchers in (from label in AnyLabel from match in Gen.Enum<LabelMatch>() from value in Pick("", "x", "a\"b\\c\n", ".*", "中") select new LabelMatcher(label, match, value)).Array[0, 3]
        from time in AnyTime
        select new VectorSelector(name, [.. matchers], time);

    private static Gen<PromqlExpression> AnyVector(int depth) => depth == 0
        ? AnySelector.Select(PromqlExpression (series) => series)
        : Gen.OneOf(
            AnySelector.Select(PromqlExpression (series) => series),
            from series in AnySelector
            from range in Pick<PromqlDuration>(new FixedDuration(60), new FixedDuration(90061.5), new FixedDuration(0.0001), new ComputedDuration("max_of", new ComputedDuration("step"), new FixedDuration(5)), new ComputedDuration("+", new FixedDuration(1), new ComputedDuration("-", null, new ComputedDuration("range"))))
            select (PromqlExpression)new FunctionCall(PromqlFunctions.Find("rate")!, [new MatrixSelector(series, range)]),
            from inner in AnyVector(depth - 1)
            from step in Pick<PromqlDuration?>(null, new FixedDuration(60))
            from time in AnyTime
            select (PromqlExpression)new FunctionCall(PromqlFunctions.Find("max_over_time")!, [new Subquery(inner, new FixedDuration(3600), step, time)]),
            from inner in AnyVector(depth - 1)
            from op in Gen.Enum<AggregationOperator>()
            from parameter in AnyScalar
            from without in Gen.Bool
            from labels in AnyLabels
            select (PromqlExpression)new Aggregation(op, inner, AggregationNames.ParameterOf(op) switch { null => null, PromqlType.Text => new StringLiteral("v"), _ => parameter }, new Grouping(without, labels)),
            from negates in Gen.Bool
            from inner in AnyVector(depth - 1)
            select (PromqlExpression)new UnaryOperation(negates, inner),
            from op in Gen.Enum<BinaryOperator>().Where(op => !op.IsSet())
            from left in AnyVector(depth - 1)
            from right in Gen.OneOf(AnyScalar, AnyVector(depth - 1))
            from isBool in Gen.Bool
            from matching in AnyMatching
            from swapped in Gen.Bool
            select (PromqlExpression)new BinaryOperation(
                op, swapped ? right : left, swapped ? left : right, isBool && op.IsComparison(), right.Type == PromqlType.Scalar ? null : matching),
            from op in Pick(BinaryOperator.And, BinaryOperator.Or, BinaryOperator.Unless)
            from left in AnyVector(depth - 1)
            from right in AnyVector(depth - 1)
            from isOn in Gen.Bool
            from labels in AnyLabels
            select (PromqlExpression)new BinaryOperation(op, left, right, false, new VectorMatching(isOn, labels, MatchCardinality.ManyToMany, [])));

    private static Gen<VectorMatching> AnyMatching { get; } =
        from isOn in Gen.Bool
        from labels in AnyLabels
        from include in AnyLabels
        from cardinality in Pick(MatchCardinality.OneToOne, MatchCardinality.OneToOne, MatchCardinality.ManyToOne, MatchCardinality.OneToMany)
        from fill in Pick<double?>(null, null, 0, -1.5, double.NaN)
        select new VectorMatching(isOn, labels, cardinality, cardinality == MatchCardinality.OneToOne ? [] : [.. include.Except(labels)], fill, fill);
}
