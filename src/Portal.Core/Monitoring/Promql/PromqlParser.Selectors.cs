using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Promql;

public sealed partial class PromqlParser
{
    private VectorSelector Selector(PromqlToken? name)
    {
        var start = name?.Span ?? Current.Span;
        var quoted = default(string);
        var matchers = Current.Is("{") ? Matchers(out quoted) : [];
        var span = TextSpan.Between(start, LastSpan);
        if (name is not null && (quoted is not null || matchers.Any(matcher => matcher.Name == LabelMatcher.MetricName)))
        {
            throw PromqlFaults.Twice(span, "The metric's name");
        }

        var isNamed = name is not null || quoted is not null;
        if (!isNamed && !_mayMatchAll && matchers.All(matcher => matcher.Holds("") == true))
        {
            throw PromqlFaults.SelectsAll(span);
        }

        return new VectorSelector(name?.Text ?? quoted, matchers, SelectorTime.Now) { Span = span };
    }

    private ImmutableArray<LabelMatcher> Matchers(out string? quotedName)
    {
        quotedName = null;
        var opening = Take("{");
        var matchers = ImmutableArray.CreateBuilder<LabelMatcher>();
        while (!Current.Is("}"))
        {
            if (Current.Kind == TokenKind.End)
            {
                throw PromqlFaults.Unclosed(opening.Span, "{");
            }

            var label = Current.Kind is TokenKind.Word or TokenKind.Text && Current.Text.Length > 0 ? Take() : throw PromqlFaults.Unexpected(Current, "a label");
            if (label.Kind == TokenKind.Text && (Current.Is(",") || Current.Is("}")))
            {
                quotedName = quotedName is null ? label.Text : throw PromqlFaults.Twice(label.Span, "The metric's name");
            }
            else
            {
                matchers.Add(new LabelMatcher(label.Text, Match(), Current.Kind == TokenKind.Text ? Take().Text : throw PromqlFaults.Unexpected(Current, "a quoted text")));
            }

            if (!TryTake(","))
            {
                break;
            }
        }

        Take("}");
        return matchers.ToImmutable();
    }

    private LabelMatch Match() => Take() switch
    {
        { Kind: TokenKind.Symbol, Text: "=" } => LabelMatch.Equal,
        { Kind: TokenKind.Symbol, Text: "!=" } => LabelMatch.NotEqual,
        { Kind: TokenKind.Symbol, Text: "=~" } => LabelMatch.Regex,
        { Kind: TokenKind.Symbol, Text: "!~" } => LabelMatch.NotRegex,
        var other => throw PromqlFaults.Unexpected(other, "=, !=, =~ or !~"),
    };

    /// <summary>Ranges, subqueries, offsets and fixed times behind an operand.</summary>
    private PromqlExpression Suffixes(PromqlExpression operand, bool isParenthesised)
    {
        while (true)
        {
            var sign = Current;
            if (sign.Is("["))
            {
                operand = Bracketed(operand, isParenthesised);
            }
            else if (sign.IsWord("offset"))
            {
                Take();
                var offset = Offset();
                operand = Timed(operand, isParenthesised, sign, time =>
                    time.Offset is null ? time with { Offset = offset } : throw PromqlFaults.Twice(sign.Span, "offset"));
            }
            else if (sign.Is("@"))
            {
                Take();
                operand = Timed(operand, isParenthesised, sign, At(sign.Span));
            }
            else if (sign.IsWord("anchored") || sign.IsWord("smoothed"))
            {
                Take();
                var edges = sign.IsWord("anchored") ? RangeEdges.Anchored : RangeEdges.Smoothed;
                operand = operand is Subquery
                    ? throw PromqlFaults.ModifierOf(sign.Span, sign.Text)
                    : Timed(operand, isParenthesised, sign, time => time.Edges is RangeEdges.Default ? time with { Edges = edges } : throw PromqlFaults.Twice(sign.Span, sign.Text));
            }
            else
            {
                return operand;
            }

            operand = Checked(operand with { Span = TextSpan.Between(operand.Span, LastSpan) });
            isParenthesised = false;
        }
    }

    private PromqlExpression Bracketed(PromqlExpression operand, bool isParenthesised)
    {
        var opening = Take("[");
        var range = PositiveDuration();
        if (TryTake(":"))
        {
            var step = Current.Is("]") ? null : PositiveDuration();
            Take("]");
            return operand.Type == PromqlType.InstantVector
                ? new Subquery(operand, range, step, SelectorTime.Now) { Span = operand.Span }
                : throw PromqlTyping.Mismatch(operand, "A subquery", PromqlType.InstantVector);
        }

        _ = Current.Is("]") ? Take() : throw PromqlFaults.Unexpected(Current, "] or :");
        if (operand is not VectorSelector series || isParenthesised)
        {
            throw PromqlFaults.RangeOf(TextSpan.Between(opening.Span, LastSpan));
        }

        return series.Time is { Offset: null, At: null, AtEdge: AtEdge.None }
            ? new MatrixSelector(series, range) { Span = series.Span }
            : throw PromqlFaults.RangeFirst(TextSpan.Between(opening.Span, LastSpan));
    }

    private static PromqlExpression Timed(PromqlExpression operand, bool isParenthesised, PromqlToken sign, Func<SelectorTime, SelectorTime> change) => operand switch
    {
        _ when isParenthesised => throw PromqlFaults.ModifierOf(sign.Span, sign.Text),
        VectorSelector series => series with { Time = change(series.Time) },
        MatrixSelector matrix => matrix with { Series = matrix.Series with { Time = change(matrix.Series.Time) } },
        Subquery subquery => subquery with { Time = change(subquery.Time) },
        _ => throw PromqlFaults.ModifierOf(sign.Span, sign.Text),
    };

    private Func<SelectorTime, SelectorTime> At(TextSpan sign)
    {
        if ((Current.IsWord("start") || Current.IsWord("end")) && Following.Is("("))
        {
            var edge = Take().IsWord("start") ? AtEdge.Start : AtEdge.End;
            Take("(");
            Take(")");
            return time => time is { At: null, AtEdge: AtEdge.None } ? time with { AtEdge = edge } : throw PromqlFaults.Twice(sign, "@");
        }

        var negative = Current.Is("-");
        _ = negative || Current.Is("+") ? Take() : default;
        if (Current.Kind is not (TokenKind.Number or TokenKind.Duration))
        {
            throw PromqlFaults.Unexpected(Current, "a timestamp, start() or end()");
        }

        var milliseconds = Math.Round(Current.Number * 1000, MidpointRounding.AwayFromZero);
        if (Math.Abs(milliseconds) > 9e15)
        {
            throw PromqlFaults.OutOfRange(Current.Span);
        }

        Take();
        var at = (long)(negative ? -milliseconds : milliseconds);
        return time => time is { At: null, AtEdge: AtEdge.None } ? time with { At = at } : throw PromqlFaults.Twice(sign, "@");
    }
}
