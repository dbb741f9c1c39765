namespace Portal.Core.Monitoring.Promql;

/// <summary>A part of an expression's text, counted in UTF-16 characters as an editor counts them.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;

    public static TextSpan Between(TextSpan first, TextSpan last) => new(first.Start, Math.Max(0, last.End - first.Start));
}
