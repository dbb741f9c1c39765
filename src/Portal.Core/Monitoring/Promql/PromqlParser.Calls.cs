using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Promql;

public sealed partial class PromqlParser
{
    /// <summary>Words before a parenthesis that never call a function.</summary>
    private static readonly FrozenSet<string> Reserved =
        new[] { "and", "or", "unless", "atan2", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "fill", "fill_left", "fill_right", "anchored", "smoothed" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keywords that cannot name a metric.</summary>
    private static readonly FrozenSet<string> NeverNames =
        new[] { "bool", "on", "ignoring", "group_left", "group_right", "atan2" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private bool _mayMatchAll;

    /// <summary>Whether a word has a meaning of its own where a metric's name may stand.</summary>
    internal static bool IsKeyword(string word) => Reserved.Contains(word) || NeverNames.Contains(word) || AggregationNames.TryFind(word, out _)
        || PromqlFunctions.Find(word) is not null || word.ToUpperInvariant() is "INF" or "NAN" or "START" or "END" or "STEP" or "RANGE";

    private PromqlExpression Call()
    {
        var name = Take();
        var function = PromqlFunctions.Find(name.Text);
        if (function is null)
        {
            throw PromqlFaults.UnknownFunction(name.Span, name.Text, Nearest(name.Text));
        }

        // The second argument of info() only adds labels: it may match every series.
        _mayMatchAll = function.Name == "info";
        var arguments = Arguments();
        _mayMatchAll = false;
        return Checked(PromqlTyping.Call(function, arguments, TextSpan.Between(name.Span, LastSpan)));
    }

    private ImmutableArray<PromqlExpression> Arguments()
    {
        var opening = Take("(");
        var arguments = ImmutableArray.CreateBuilder<PromqlExpression>();
        if (!Current.Is(")"))
        {
            do
            {
                arguments.Add(Expression(0));
            }
            while (TryTake(","));
        }

        if (Current.Kind == TokenKind.End)
        {
            throw PromqlFaults.Unclosed(opening.Span, "(");
        }

        Take(")");
        return arguments.ToImmutable();
    }

    private PromqlExpression Aggregate(AggregationOperator op)
    {
        var name = Take();
        var grouping = Grouped();
        var arguments = Arguments();
        grouping ??= Grouped();
        return Checked(PromqlTyping.Aggregate(op, arguments, grouping ?? Grouping.All, TextSpan.Between(name.Span, LastSpan)));
    }

    private Grouping? Grouped()
    {
        if (TryTakeWord("by"))
        {
            return new Grouping(false, Labels());
        }

        return TryTakeWord("without") ? new Grouping(true, Labels()) : null;
    }

    /// <summary>What stands between an operator and its right operand.</summary>
    private (bool ReturnsBool, VectorMatching? Matching) Modifiers()
    {
        var returnsBool = TryTakeWord("bool");
        var isOn = Current.IsWord("on");
        VectorMatching? matching = null;
        // Before a parenthesis alone: elsewhere the word would be a metric's name, which these two cannot be.
        if (isOn || Current.IsWord("ignoring"))
        {
            Take();
            matching = new VectorMatching(isOn, Labels(), MatchCardinality.OneToOne, []);
            if (Current.IsWord("group_left") || Current.IsWord("group_right"))
            {
                var cardinality = Take().IsWord("group_left") ? MatchCardinality.ManyToOne : MatchCardinality.OneToMany;
                matching = matching with { Cardinality = cardinality, Include = Current.Is("(") ? Labels() : [] };
            }
        }

        return (returnsBool, Filled(matching));
    }

    private VectorMatching? Filled(VectorMatching? matching)
    {
        while (Following.Is("(") && (Current.IsWord("fill") || Current.IsWord("fill_left") || Current.IsWord("fill_right")))
        {
            var word = Take();
            Take("(");
            var negative = Current.Is("-");
            _ = negative || Current.Is("+") ? Take() : default;
            var value = Current.Kind is TokenKind.Number or TokenKind.Duration ? Take().Number
                : TryTakeWord("inf") ? double.PositiveInfinity
                : TryTakeWord("nan") ? double.NaN
                : throw PromqlFaults.Unexpected(Current, "a number");
            value = negative ? -value : value;
            Take(")");
            var (left, right) = (!word.IsWord("fill_right"), !word.IsWord("fill_left"));
            if (left && matching?.FillLeft is not null || right && matching?.FillRight is not null)
            {
                throw PromqlFaults.Twice(word.Span, word.Text);
            }

            matching = matching ?? VectorMatching.Default;
            matching = matching with { FillLeft = left ? value : matching.FillLeft, FillRight = right ? value : matching.FillRight };
        }

        return matching;
    }

    /// <summary>The function whose name shares the longest beginning, for a slip of the hand.</summary>
    private static string? Nearest(string name) => PromqlFunctions.All.Select(function => function.Name)
        .Select(known => (known, shared: known.Zip(name.ToLowerInvariant()).TakeWhile(pair => pair.First == pair.Second).Count()))
        .Where(pair => pair.shared >= 3).OrderByDescending(pair => pair.shared).ThenBy(pair => Math.Abs(pair.known.Length - name.Length)).Select(pair => pair.known).FirstOrDefault();
}
