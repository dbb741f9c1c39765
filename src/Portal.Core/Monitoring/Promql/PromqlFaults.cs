namespace Portal.Core.Monitoring.Promql;

/// <summary>What can be wrong with an expression, in words.</summary>
internal static class PromqlFaults
{
    private const string SeeWhere = "Correct the expression at the marked place.";

    public static PromqlException Empty() => new(default, "There is no expression.", "Write one, for example: sum by (cluster) (up)");

    public static PromqlException TooLong(int most) => new(default, $"The expression is longer than {most} characters.", "Shorten it, or split it into several.");

    public static PromqlException TooDeep(TextSpan span, int most) =>
        new(span, $"The expression is nested more than {most} levels deep.", "Split it into several, or record a part of it with a rule.");

    public static PromqlException Unexpected(PromqlToken token, string wanted) => token.Kind == TokenKind.End
        ? new(token.Span, $"The expression ends where {wanted} should follow.", SeeWhere)
        : new(token.Span, $"{Quoted(token)} stands where {wanted} should be.", SeeWhere);

    public static PromqlException Character(TextSpan span, string found) => new(span, $"The character {found} has no meaning here.", SeeWhere);

    public static PromqlException OpenText(TextSpan span) => new(span, "A quoted text has no end.", "Close it with the quote that opens it; a line's end is written \\n in it.");

    public static PromqlException Escape(TextSpan span) => new(span, "An escape in a quoted text is none that PromQL knows.", "Write \\\\ for a backslash, or put the text in back-quotes.");

    public static PromqlException NotUnicode(TextSpan span) => new(span, "A quoted text is not valid UTF-8.", SeeWhere);

    public static PromqlException Number(TextSpan span, string text) => new(span, $"{text} is neither a number nor a duration.", "Durations are written like 1h30m, the greatest unit first; units are y, w, d, h, m, s and ms.");

    public static PromqlException Unclosed(TextSpan span, string opening) => new(span, $"The {opening} is never closed.", SeeWhere);

    public static PromqlException UnknownFunction(TextSpan span, string name, string? near) =>
        new(span, $"There is no function {name}.", near is null ? "Pick one from the list of functions." : $"Did you mean {near}?");

    public static PromqlException Count(TextSpan span, string name, string wanted, int given) =>
        new(span, $"{name} takes {wanted}, not {given}.", "Give it as many as it takes.");

    public static PromqlException Type(TextSpan span, string place, string wanted, string given) =>
        new(span, $"{place} takes {wanted}, not {given}.", Cure(wanted, given));

    public static PromqlException RangeOf(TextSpan span) =>
        new(span, "A range in brackets can follow a selector only.", "For a range over an expression write a subquery with a colon, like [1h:5m].");

    public static PromqlException RangeFirst(TextSpan span) => new(span, "The range in brackets comes before offset and @.", "Write it like metric[5m] offset 1h.");

    public static PromqlException ModifierOf(TextSpan span, string modifier) =>
        new(span, $"{modifier} can follow a selector or a subquery only.", "Put it directly behind the selector.");

    public static PromqlException Twice(TextSpan span, string what) => new(span, $"{what} is given twice.", "Keep one of the two.");

    public static PromqlException NotPositive(TextSpan span) => new(span, "A range or step must be longer than nothing.", SeeWhere);

    public static PromqlException OutOfRange(TextSpan span) => new(span, "The number is out of the range that times may have.", SeeWhere);

    public static PromqlException SelectsAll(TextSpan span) =>
        new(span, "The selector matches every series, also those without any of its labels.", "Add a metric name, or a matcher that the empty text does not meet.");

    public static PromqlException Bool(TextSpan span) => new(span, "bool can follow a comparison only.", "Take it away.");

    public static PromqlException NeedsBool(TextSpan span) => new(span, "A comparison of two scalars needs bool.", "Write it like 1 > bool 0.");

    public static PromqlException MatchingOf(TextSpan span) =>
        new(span, "on, ignoring, group_left, group_right and fill stand between two instant vectors only.", "Take them away, or make both sides vectors.");

    public static PromqlException GroupOfSet(TextSpan span, string op) => new(span, $"{op} takes no group_left, group_right or fill.", "Take it away.");

    public static PromqlException SetOfScalar(TextSpan span, string op) => new(span, $"{op} takes two instant vectors.", "Turn a scalar into a vector with vector().");

    public static PromqlException OnAndGroup(TextSpan span, string label) =>
        new(span, $"The label {label} is in on() and in the group modifier.", "Name it in one of the two.");

    private static string Cure(string wanted, string given) => (wanted, given) switch
    {
        ("an instant vector", "a range vector") => "Put the range into a function such as rate() or avg_over_time().",
        ("a range vector", "an instant vector") => "Add a range in brackets, like [5m].",
        ("an instant vector", "a scalar") => "Turn the scalar into a vector with vector().",
        ("a scalar", "an instant vector") => "Turn the vector into a scalar with scalar().",
        _ => SeeWhere,
    };

    private static string Quoted(PromqlToken token) => token.Kind == TokenKind.Text ? "A quoted text" : token.Text;
}
