namespace Portal.Core.Monitoring.Promql;

internal enum TokenKind
{
    End,
    Word,
    Number,
    Duration,
    Text,
    Symbol,
}

/// <summary>A word of an expression.</summary>
/// <param name="Text">As written; of a text what it says.</param>
/// <param name="Number">The value of a number, the seconds of a duration.</param>
internal readonly record struct PromqlToken(TokenKind Kind, string Text, TextSpan Span, double Number = 0)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
