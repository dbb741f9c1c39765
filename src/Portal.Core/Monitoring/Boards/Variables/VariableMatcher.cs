using System.Text;
using System.Text.RegularExpressions;
using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Monitoring.Boards.Variables;

/// <summary>A matcher with what is chosen in it: one value stands as it is, several are a pattern of escaped values, all is any value.</summary>
internal static class VariableMatcher
{
    private const string Any = ".*";
    private const string Signs = @"\.+*?()|[]{}^$";

    public static LabelMatcher Fill(LabelMatcher matcher, VariableValues values)
    {
        var found = VariableReferences.Find(matcher.Value);
        if (found.Count == 0)
        {
            return matcher;
        }

        var isPattern = matcher.Match is LabelMatch.Regex or LabelMatch.NotRegex;
        var becomesPattern = isPattern || found.Any(reference => ValuesOf(reference, values).Count != 1);
        var filled = new StringBuilder();
        var at = 0;
        foreach (Match reference in found)
        {
            Written(matcher.Value[at..reference.Index]);
            var chosen = ValuesOf(reference, values);
            filled.Append(!becomesPattern ? chosen[0] : chosen.Count switch
            {
                0 => Any,
                1 => Escape(chosen[0]),
                _ => $"({string.Join('|', chosen.Select(Escape))})",
            });
            at = reference.Index + reference.Length;
        }

        Written(matcher.Value[at..]);
        var match = !becomesPattern ? matcher.Match : matcher.Match is LabelMatch.Equal or LabelMatch.Regex ? LabelMatch.Regex : LabelMatch.NotRegex;
        return new LabelMatcher(matcher.Name, match, filled.ToString());

        // What the expression's author wrote is a pattern where it stood in one.
        void Written(string text) => filled.Append(becomesPattern && !isPattern ? Escape(text) : text);
    }

    /// <summary>As a pattern that means these very characters.</summary>
    internal static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            _ = Signs.Contains(c, StringComparison.Ordinal) ? escaped.Append('\\').Append(c) : escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static IReadOnlyList<string> ValuesOf(Match reference, VariableValues values)
    {
        var name = VariableReferences.NameOf(reference);
        return values.Chosen.TryGetValue(name, out var chosen) ? chosen : values.OfTime(name) is { } time ? [time] : throw BoardExpression.Unknown(name);
    }
}
