using System.Collections.Immutable;
using System.Globalization;

namespace Portal.Core.Monitoring.Promql;

/// <summary>Writes a syntax tree as PromQL that reads back as the same tree, in spellings that old servers know as well.</summary>
public static class PromqlPrinter
{
    private const int OperandPrecedence = 9;

    public static string Print(PromqlExpression expression) => expression switch
    {
        NumberLiteral number => PromqlNumbers.PrintNumber(number.Value),
        StringLiteral literal => PromqlTexts.Quote(literal.Value),
        VectorSelector series => Series(series) + Edges(series.Time) + Time(series.Time),
        MatrixSelector matrix => $"{Series(matrix.Series)}[{Duration(matrix.Range)}]{Edges(matrix.Series.Time)}{Time(matrix.Series.Time)}",
        Subquery subquery => $"{Within(subquery.Inner, OperandPrecedence)}[{Duration(subquery.Range)}:{(subquery.Step is null ? "" : Duration(subquery.Step))}]{Time(subquery.Time)}",
        FunctionCall call => $"{call.Function.Name}({string.Join(", ", call.Arguments.Select(Print))})",
        Aggregation aggregation => Aggregate(aggregation),
        UnaryOperation unary => (unary.Negates ? "-" : "+") + Within(unary.Inner, BinaryOperators.UnaryPrecedence + 1),
        BinaryOperation binary => Binary(binary),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    /// <summary>A label where labels are listed: quoted where it is no plain word.</summary>
    internal static string Label(string name) => IsPlain(name, colons: false) ? name : PromqlTexts.Quote(name);

    private static string Aggregate(Aggregation aggregation)
    {
        var grouping = aggregation.Grouping switch
        {
            { Without: true } without => $" without ({LabelList(without.Labels)}) ",
            { Labels.IsEmpty: false } by => $" by ({LabelList(by.Labels)}) ",
            _ => "",
        };
        var parameter = aggregation.Parameter is null ? "" : $"{Print(aggregation.Parameter)}, ";
        return $"{AggregationNames.NameOf(aggregation.Operator)}{grouping}({parameter}{Print(aggregation.Inner)})";
    }

    private static string Binary(BinaryOperation binary)
    {
        var precedence = binary.Operator.Precedence();
        var isPower = binary.Operator == BinaryOperator.Power;
        return Within(binary.Left, isPower ? precedence + 1 : precedence) + $" {binary.Operator.Symbol()}{(binary.ReturnsBool ? " bool" : "")}{Matching(binary.Matching)} "
            + Within(binary.Right, isPower ? precedence : precedence + 1);
    }

    private static string Matching(VectorMatching? matching)
    {
        if (matching is null)
        {
            return "";
        }

        var isGrouped = matching.Cardinality is MatchCardinality.ManyToOne or MatchCardinality.OneToMany;
        var labels = matching.On || isGrouped || !matching.Labels.IsEmpty ? $" {(matching.On ? "on" : "ignoring")} ({LabelList(matching.Labels)})" : "";
        var group = isGrouped ? $" group_{(matching.Cardinality == MatchCardinality.ManyToOne ? "left" : "right")} ({LabelList(matching.Include)})" : "";
        return labels + group + Fill("fill_left", matching.FillLeft) + Fill("fill_right", matching.FillRight);
    }

    private static string Fill(string word, double? value) => value is { } known ? $" {word} ({PromqlNumbers.PrintNumber(known)})" : "";

    private static string LabelList(ImmutableArray<string> labels) => string.Join(", ", labels.Select(Label));

    private static string Within(PromqlExpression inner, int least) => Precedence(inner) < least ? $"({Print(inner)})" : Print(inner);

    private static int Precedence(PromqlExpression expression) => expression switch
    {
        BinaryOperation binary => binary.Operator.Precedence(),
        UnaryOperation => BinaryOperators.UnaryPrecedence,
        NumberLiteral { Value: var value } when double.IsNegative(value) && !double.IsNaN(value) => BinaryOperators.UnaryPrecedence,
        _ => OperandPrecedence,
    };

    private static string Series(VectorSelector series)
    {
        var matchers = series.Matchers.Select(matcher => $"{Label(matcher.Name)}{matcher.Symbol}{PromqlTexts.Quote(matcher.Value)}").ToList();
        // A word that has another meaning there is quoted by its label instead, which every server reads.
        var isBare = series.Name is { } name && IsPlain(name, colons: true) && !PromqlParser.IsKeyword(name);
        if (series.Name is not null && !isBare)
        {
            matchers.Insert(0, $"{LabelMatcher.MetricName}={PromqlTexts.Quote(series.Name)}");
        }

        return (isBare ? series.Name : "") + (matchers.Count > 0 || !isBare ? $"{{{string.Join(",", matchers)}}}" : "");
    }

    private static string Edges(SelectorTime time) => time.Edges switch
    {
        RangeEdges.Anchored => " anchored",
        RangeEdges.Smoothed => " smoothed",
        _ => "",
    };

    private static string Time(SelectorTime time)
    {
        var at = time.At is { } fixedTime ? string.Create(CultureInfo.InvariantCulture, $" @ {fixedTime / 1000m:0.000}")
            : time.AtEdge == AtEdge.None ? "" : $" @ {(time.AtEdge == AtEdge.Start ? "start" : "end")}()";
        return time.Offset is null ? at : $"{at} offset {Offset(time.Offset)}";
    }

    private static string Offset(PromqlDuration offset) => offset switch
    {
        ComputedDuration { Left: not null, Operator: not ("max_of" or "min_of") } => $"({Duration(offset)})",
        _ => Duration(offset),
    };

    private static string Duration(PromqlDuration duration) => duration switch
    {
        FixedDuration { Seconds: < 0 } negative => "-" + PromqlNumbers.Print(-negative.Seconds),
        FixedDuration known => PromqlNumbers.Print(known.Seconds),
        ComputedDuration { Operator: "step" or "range" } name => $"{name.Operator}()",
        ComputedDuration { Operator: "max_of" or "min_of" } call => $"{call.Operator}({Duration(call.Left!)}, {Duration(call.Right!)})",
        ComputedDuration { Left: null } sign => $"-{DurationOperand(sign.Right!)}",
        ComputedDuration both => $"{DurationOperand(both.Left!)} {both.Operator} {DurationOperand(both.Right!)}",
        _ => throw new ArgumentOutOfRangeException(nameof(duration)),
    };

    private static string DurationOperand(PromqlDuration duration) =>
        duration is FixedDuration { Seconds: < 0 } or ComputedDuration { Operator: not ("step" or "range" or "max_of" or "min_of") } ? $"({Duration(duration)})" : Duration(duration);

    private static bool IsPlain(string name, bool colons) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_' || colons && c == ':');
}
