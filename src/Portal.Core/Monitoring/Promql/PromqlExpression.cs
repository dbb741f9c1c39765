namespace Portal.Core.Monitoring.Promql;

/// <summary>
/// A node of an expression's syntax tree. Trees are immutable. Parentheses are not kept: the printer puts them where they
/// are needed.
/// </summary>
public abstract record PromqlExpression
{
    /// <summary>Where it stands in the text it was read from.</summary>
    public TextSpan Span { get; init; }

    public abstract PromqlType Type { get; }

    public abstract IEnumerable<PromqlExpression> Children { get; }

    /// <summary>The levels of the tree, so that no walk over it can exhaust the stack.</summary>
    public int Depth { get; private protected init; } = 1;

    /// <summary>This node and all below, in no order that matters.</summary>
    public IEnumerable<PromqlExpression> Walk()
    {
        var open = new Stack<PromqlExpression>([this]);
        while (open.TryPop(out var node))
        {
            yield return node;
            foreach (var child in node.Children)
            {
                open.Push(child);
            }
        }
    }

    public sealed override string ToString() => PromqlPrinter.Print(this);

    private protected static int DepthOver(params IEnumerable<PromqlExpression?> children) => 1 + children.Max(child => child?.Depth ?? 0);
}
