using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Promql;

/// <summary>Builds the nodes whose parts must fit each other, or says why they do not.</summary>
internal static class PromqlTyping
{
    public static PromqlExpression Unary(bool negates, PromqlExpression inner, TextSpan span) => inner.Type is PromqlType.Scalar or PromqlType.InstantVector
        ? new UnaryOperation(negates, inner) { Span = span }
        : throw Mismatch(inner, "A sign", PromqlType.InstantVector);

    public static PromqlExpression Binary(
        BinaryOperator op, PromqlExpression left, PromqlExpression right, bool returnsBool, VectorMatching? matching, TextSpan sign)
    {
        foreach (var side in new[] { left, right })
        {
            _ = side.Type is PromqlType.Scalar or PromqlType.InstantVector ? side : throw Mismatch(side, op.Symbol(), PromqlType.InstantVector);
        }

        var scalars = (left.Type == PromqlType.Scalar ? 1 : 0) + (right.Type == PromqlType.Scalar ? 1 : 0);
        _ = returnsBool && !op.IsComparison() ? throw PromqlFaults.Bool(sign) : 0;
        _ = op.IsComparison() && !returnsBool && scalars == 2 ? throw PromqlFaults.NeedsBool(sign) : 0;
        _ = op.IsSet() && scalars > 0 ? throw PromqlFaults.SetOfScalar(sign, op.Symbol()) : 0;
        _ = scalars > 0 && matching is not null ? throw PromqlFaults.MatchingOf(sign) : 0;
        if (matching is { On: true } && matching.Include.Intersect(matching.Labels).FirstOrDefault() is { } both)
        {
            throw PromqlFaults.OnAndGroup(sign, both);
        }

        if (op.IsSet())
        {
            _ = matching is { Cardinality: not MatchCardinality.OneToOne } or { FillLeft: not null } or { FillRight: not null } ? throw PromqlFaults.GroupOfSet(sign, op.Symbol()) : 0;
            matching = (matching ?? VectorMatching.Default) with { Cardinality = MatchCardinality.ManyToMany };
        }

        return new BinaryOperation(op, left, right, returnsBool, scalars > 0 ? null : matching ?? VectorMatching.Default) { Span = TextSpan.Between(left.Span, right.Span) };
    }

    public static PromqlExpression Call(PromqlFunction function, ImmutableArray<PromqlExpression> arguments, TextSpan span)
    {
        if (arguments.Length < function.Least || arguments.Length > function.Most)
        {
            throw PromqlFaults.Count(span, $"{function.Name}()", Counted(function.Least, function.Most), arguments.Length);
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            _ = arguments[i].Type == function.TypeOf(i) ? 0 : throw Mismatch(arguments[i], $"{function.Name}()", function.TypeOf(i));
        }

        return new FunctionCall(function, arguments) { Span = span };
    }

    public static PromqlExpression Aggregate(AggregationOperator op, ImmutableArray<PromqlExpression> arguments, Grouping grouping, TextSpan span)
    {
        var (name, parameter) = (AggregationNames.NameOf(op), AggregationNames.ParameterOf(op));
        var wanted = parameter is null ? 1 : 2;
        if (arguments.Length != wanted)
        {
            throw PromqlFaults.Count(span, name, Counted(wanted, wanted), arguments.Length);
        }

        if (parameter is { } type && arguments[0].Type != type)
        {
            throw Mismatch(arguments[0], name, type);
        }

        return arguments[^1].Type == PromqlType.InstantVector
            ? new Aggregation(op, arguments[^1], parameter is null ? null : arguments[0], grouping) { Span = span }
            : throw Mismatch(arguments[^1], name, PromqlType.InstantVector);
    }

    public static PromqlException Mismatch(PromqlExpression given, string place, PromqlType wanted) =>
        PromqlFaults.Type(given.Span, place, Name(wanted), Name(given.Type));

    private static string Counted(int least, int? most) => (least, most) switch
    {
        (var n, null) => $"{n} arguments or more",
        (0, 0) => "no arguments",
        (1, 1) => "one argument",
        var (n, m) when n == m => $"{n} arguments",
        var (n, m) => $"{n} to {m} arguments",
    };

    private static string Name(PromqlType type) => type switch
    {
        PromqlType.Scalar => "a scalar",
        PromqlType.Text => "a text",
        PromqlType.InstantVector => "an instant vector",
        _ => "a range vector",
    };
}
