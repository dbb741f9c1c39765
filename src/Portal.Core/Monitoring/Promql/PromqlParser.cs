using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Promql;

/// <summary>
/// Reads PromQL, the grammar of Prometheus 2.x and 3.x with its experimental parts, and checks types and arities. Length and
/// depth are bounded, and time is linear in the length: a hostile expression costs nothing.
/// </summary>
public sealed partial class PromqlParser
{
    public const int MaxLength = 65_536;
    public const int MaxDepth = 200;

    private readonly List<PromqlToken> _tokens;
    private int _at;
    private int _depth;

    private PromqlParser(string text) => _tokens = new PromqlLexer(text).Read();

    private PromqlToken Current => _tokens[_at];

    private PromqlToken Following => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    private TextSpan LastSpan => _tokens[Math.Max(0, _at - 1)].Span;

    /// <exception cref="PromqlException">It is no PromQL; the exception says where and why.</exception>
    public static PromqlExpression Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw PromqlFaults.TooLong(MaxLength);
        }

        var parser = new PromqlParser(text);
        if (parser.Current.Kind == TokenKind.End)
        {
            throw PromqlFaults.Empty();
        }

        var expression = parser.Expression(0);
        return parser.Current.Kind == TokenKind.End ? expression : throw PromqlFaults.Unexpected(parser.Current, "an operator or the end");
    }

    /// <summary>Reads an operand and the operators behind it that bind at least so tightly.</summary>
    private PromqlExpression Expression(int least)
    {
        if (++_depth > MaxDepth)
        {
            throw PromqlFaults.TooDeep(Current.Span, MaxDepth);
        }

        var left = Operand();
        while (BinaryOperators.TryFind(Current.Text, out var op) && Current.Kind is TokenKind.Symbol or TokenKind.Word && op.Precedence() >= least)
        {
            var sign = Take();
            var (returnsBool, matching) = Modifiers();
            // A power binds to the right, all others to the left.
            var right = Expression(op == BinaryOperator.Power ? op.Precedence() : op.Precedence() + 1);
            left = Checked(PromqlTyping.Binary(op, left, right, returnsBool, matching, sign.Span));
        }

        _depth--;
        return left;
    }

    private PromqlExpression Operand()
    {
        if (Current.Is("-") || Current.Is("+"))
        {
            var sign = Take();
            var inner = Expression(BinaryOperators.UnaryPrecedence + 1);
            var span = TextSpan.Between(sign.Span, inner.Span);
            return inner is NumberLiteral number
                ? new NumberLiteral(sign.Is("-") ? -number.Value : number.Value) { Span = span }
                : Checked(PromqlTyping.Unary(sign.Is("-"), inner, span));
        }

        return Suffixes(Primary(out var isParenthesised), isParenthesised);
    }

    private PromqlExpression Primary(out bool isParenthesised)
    {
        isParenthesised = false;
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number or TokenKind.Duration:
                return new NumberLiteral(Take().Number) { Span = token.Span };
            case TokenKind.Text:
                return new StringLiteral(Take().Text) { Span = token.Span };
            case TokenKind.Symbol when token.Is("{"):
                return Selector(null);
            case TokenKind.Symbol when token.Is("("):
                isParenthesised = true;
                return Parenthesised();
            case TokenKind.Word:
                return Named(token);
            default:
                throw PromqlFaults.Unexpected(token, "an expression");
        }
    }

    private PromqlExpression Parenthesised()
    {
        var opening = Take();
        var inner = Expression(0);
        if (Current.Kind == TokenKind.End)
        {
            throw PromqlFaults.Unclosed(opening.Span, "(");
        }

        Take(")");
        return inner with { Span = TextSpan.Between(opening.Span, LastSpan) };
    }

    private PromqlExpression Named(PromqlToken word)
    {
        if (word.IsWord("inf") || word.IsWord("nan"))
        {
            return new NumberLiteral(Take().IsWord("inf") ? double.PositiveInfinity : double.NaN) { Span = word.Span };
        }

        if (AggregationNames.TryFind(word.Text, out var aggregation) && (Following.Is("(") || Following.IsWord("by") || Following.IsWord("without")))
        {
            return Aggregate(aggregation);
        }

        if (Following.Is("(") && !word.Text.Contains(':', StringComparison.Ordinal) && !Reserved.Contains(word.Text))
        {
            return Call();
        }

        return NeverNames.Contains(word.Text) ? throw PromqlFaults.Unexpected(word, "an expression") : Selector(Take());
    }

    /// <summary>Where a tree would be so deep that walking it is unsafe, reading ends.</summary>
    private static PromqlExpression Checked(PromqlExpression expression) =>
        expression.Depth <= MaxDepth ? expression : throw PromqlFaults.TooDeep(expression.Span, MaxDepth);

    private PromqlToken Take() => Current.Kind == TokenKind.End ? Current : _tokens[_at++];

    private PromqlToken Take(string symbol) => Current.Is(symbol) ? Take() : throw PromqlFaults.Unexpected(Current, symbol);

    private bool TryTake(string symbol)
    {
        if (Current.Is(symbol))
        {
            _at++;
            return true;
        }

        return false;
    }

    private bool TryTakeWord(string word)
    {
        if (Current.IsWord(word))
        {
            _at++;
            return true;
        }

        return false;
    }

    private ImmutableArray<string> Labels()
    {
        Take("(");
        var labels = ImmutableArray.CreateBuilder<string>();
        while (!Current.Is(")"))
        {
            var isLabel = Current.Kind == TokenKind.Text && Current.Text.Length > 0 || Current.Kind == TokenKind.Word && !Current.IsWord("inf") && !Current.IsWord("nan");
            labels.Add(isLabel ? Take().Text : throw PromqlFaults.Unexpected(Current, "a label"));
            if (!TryTake(","))
            {
                break;
            }
        }

        Take(")");
        return labels.ToImmutable();
    }
}
