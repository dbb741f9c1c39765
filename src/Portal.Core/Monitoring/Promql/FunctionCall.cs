using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Promql;

/// <summary>A call of a function.</summary>
public sealed record FunctionCall : PromqlExpression
{
    public FunctionCall(PromqlFunction function, ImmutableArray<PromqlExpression> arguments)
    {
        (Function, Arguments) = (function, arguments);
        Depth = arguments.IsEmpty ? 1 : DepthOver(arguments);
    }

    public PromqlFunction Function { get; }

    public ImmutableArray<PromqlExpression> Arguments { get; }

    public override PromqlType Type => Function.Returns;

    public override IEnumerable<PromqlExpression> Children => Arguments;
}
