namespace Portal.Core.Monitoring.Promql;

/// <summary>An operator between two operands.</summary>
public sealed record BinaryOperation : PromqlExpression
{
    public BinaryOperation(BinaryOperator op, PromqlExpression left, PromqlExpression right, bool returnsBool, VectorMatching? matching)
    {
        (Operator, Left, Right, ReturnsBool, Matching) = (op, left, right, returnsBool, matching);
        Depth = DepthOver(left, right);
    }

    public BinaryOperator Operator { get; }

    public PromqlExpression Left { get; }

    public PromqlExpression Right { get; }

    /// <summary>A comparison that yields 0 or 1 instead of filtering.</summary>
    public bool ReturnsBool { get; }

    /// <summary>Null unless both operands are vectors.</summary>
    public VectorMatching? Matching { get; }

    public override PromqlType Type =>
        Left.Type == PromqlType.Scalar && Right.Type == PromqlType.Scalar ? PromqlType.Scalar : PromqlType.InstantVector;

    public override IEnumerable<PromqlExpression> Children => [Left, Right];
}

/// <summary>A sign before an operand.</summary>
public sealed record UnaryOperation : PromqlExpression
{
    public UnaryOperation(bool negates, PromqlExpression inner)
    {
        (Negates, Inner) = (negates, inner);
        Depth = DepthOver(inner);
    }

    public bool Negates { get; }

    public PromqlExpression Inner { get; }

    public override PromqlType Type => Inner.Type;

    public override IEnumerable<PromqlExpression> Children => [Inner];
}
