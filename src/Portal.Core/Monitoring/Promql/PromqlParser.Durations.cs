namespace Portal.Core.Monitoring.Promql;

public sealed partial class PromqlParser
{
    private static readonly string[] DurationNames = ["step", "range", "max_of", "min_of"];

    private PromqlDuration PositiveDuration()
    {
        var start = Current.Span;
        var duration = Duration(0);
        return duration is FixedDuration { Seconds: <= 0 } ? throw PromqlFaults.NotPositive(TextSpan.Between(start, LastSpan)) : duration;
    }

    /// <summary>An offset is a signed duration; an operator behind it belongs to the expression around.</summary>
    private PromqlDuration Offset()
    {
        if (Current.Is("-") || Current.Is("+"))
        {
            return Signed(Take().Is("-"), DurationOperand());
        }

        return DurationOperand();
    }

    private PromqlDuration Duration(int least)
    {
        if (++_depth > MaxDepth)
        {
            throw PromqlFaults.TooDeep(Current.Span, MaxDepth);
        }

        PromqlDuration left;
        if (Current.Is("-") || Current.Is("+"))
        {
            left = Signed(Take().Is("-"), Duration(BinaryOperators.UnaryPrecedence + 1));
        }
        else
        {
            left = DurationOperand();
        }

        var links = 0;
        while (Current.Kind == TokenKind.Symbol && Current.Text is "+" or "-" or "*" or "/" or "%" or "^" && BinaryOperators.TryFind(Current.Text, out var op) && op.Precedence() >= least)
        {
            var sign = Take();
            if (++links + _depth > MaxDepth)
            {
                throw PromqlFaults.TooDeep(sign.Span, MaxDepth);
            }

            left = new ComputedDuration(sign.Text, left, Duration(op == BinaryOperator.Power ? op.Precedence() : op.Precedence() + 1));
        }

        _depth--;
        return left;
    }

    private PromqlDuration DurationOperand()
    {
        var token = Current;
        if (token.Kind is TokenKind.Number or TokenKind.Duration)
        {
            return Math.Abs(token.Number) <= PromqlNumbers.LongestSeconds ? new FixedDuration(Take().Number) : throw PromqlFaults.OutOfRange(token.Span);
        }

        if (TryTake("("))
        {
            var inner = Duration(0);
            Take(")");
            return inner;
        }

        if (token.Kind == TokenKind.Word && DurationNames.Contains(token.Text, StringComparer.OrdinalIgnoreCase) && Following.Is("("))
        {
            var name = Take().Text.ToLowerInvariant();
            Take("(");
            if (name is "step" or "range")
            {
                Take(")");
                return new ComputedDuration(name);
            }

            var left = Duration(0);
            Take(",");
            var right = Duration(0);
            Take(")");
            return new ComputedDuration(name, left, right);
        }

        throw PromqlFaults.Unexpected(token, "a duration");
    }

    private static PromqlDuration Signed(bool negates, PromqlDuration inner) => inner switch
    {
        _ when !negates => inner,
        FixedDuration known => new FixedDuration(-known.Seconds),
        _ => new ComputedDuration("-", null, inner),
    };
}
