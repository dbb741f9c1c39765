using System.Globalization;
using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Tests.Monitoring.Promql;

/// <summary>A tree with every bracket, so that a test sees how an expression was read.</summary>
internal static class PromqlShape
{
    public static string Of(string text) => Of(PromqlParser.Parse(text));

    public static string Of(PromqlExpression expression) => expression switch
    {
        NumberLiteral number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        StringLiteral literal => $"'{literal.Value}'",
        VectorSelector series => Series(series),
        MatrixSelector matrix => $"(range {Series(matrix.Series)} {matrix.Range})",
        Subquery subquery => $"(subquery {Of(subquery.Inner)} {subquery.Range} {subquery.Step} {subquery.Time})",
        FunctionCall call => $"({call.Function.Name}{string.Concat(call.Arguments.Select(each => " " + Of(each)))})",
        Aggregation aggregation =>
            $"({aggregation.Operator} {(aggregation.Grouping.Without ? "without" : "by")}[{string.Join(',', aggregation.Grouping.Labels)}] {(aggregation.Parameter is null ? "" : Of(aggregation.Parameter) + " ")}{Of(aggregation.Inner)})",
        UnaryOperation unary => $"({(unary.Negates ? "-" : "+")} {Of(unary.Inner)})",
        BinaryOperation binary => $"({binary.Operator}{(binary.ReturnsBool ? " bool" : "")}{Matching(binary.Matching)} {Of(binary.Left)} {Of(binary.Right)})",
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    private static string Series(VectorSelector series) =>
        string.Join(',', new[] { series.Name is { } name ? $"__name__={name}" : null }.Concat(series.Matchers.Select(matcher => $"{matcher.Name}{matcher.Symbol}{matcher.Value}"))
            .OfType<string>().Order(StringComparer.Ordinal)) is var matchers && series.Time == SelectorTime.Now
            ? $"{{{matchers}}}"
            : $"{{{matchers} {series.Time}}}";

    private static string Matching(VectorMatching? matching) => matching is null || matching == VectorMatching.Default
        ? ""
        : $" {(matching.On ? "on" : "ignoring")}[{string.Join(',', matching.Labels)}] {matching.Cardinality}[{string.Join(',', matching.Include)}] {matching.FillLeft}/{matching.FillRight}";
}
