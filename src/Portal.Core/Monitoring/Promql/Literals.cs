namespace Portal.Core.Monitoring.Promql;

/// <summary>A number. A duration that stands for a number (<c>5m</c>) is its seconds.</summary>
public sealed record NumberLiteral(double Value) : PromqlExpression
{
    public override PromqlType Type => PromqlType.Scalar;

    public override IEnumerable<PromqlExpression> Children => [];
}

/// <summary>A text, unescaped.</summary>
public sealed record StringLiteral(string Value) : PromqlExpression
{
    public override PromqlType Type => PromqlType.Text;

    public override IEnumerable<PromqlExpression> Children => [];
}
