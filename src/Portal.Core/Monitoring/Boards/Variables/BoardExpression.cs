using System.Text;
using System.Text.RegularExpressions;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Boards.Variables;

/// <summary>
/// Puts what is chosen into an expression. Within quotes a value becomes part of a matcher that has been read already, so that it can
/// never become PromQL; outside of them it must be a name, a number or a length of time.
/// </summary>
public static partial class BoardExpression
{
    /// <exception cref="ProblemException">It is no PromQL, names a variable that is not there, or a value cannot stand where it is.</exception>
    public static string Fill(string expression, VariableValues values)
    {
        try
        {
            var read = PromqlParser.Parse(FillOutside(expression, values));
            return PromqlRewrite.Selectors(read, series => series with { Matchers = [.. series.Matchers.Select(matcher => VariableMatcher.Fill(matcher, values))] }).ToString();
        }
        catch (PromqlException error)
        {
            throw new ProblemException(
                new Problem(ProblemKind.Invalid, $"The expression cannot be read at character {error.Span.Start + 1}", error.Why, error.Remedy, "query"), error);
        }
    }

    internal static ProblemException Unknown(string name) => ProblemException.Invalid(
        "The question was not asked", $"The board has no variable ${name}.", "Add the variable to the board, or write its value.", "query");

    /// <summary>The text with all variables outside of quotes and comments replaced.</summary>
    private static string FillOutside(string text, VariableValues values)
    {
        var filled = new StringBuilder(text.Length);
        var quote = '\0';
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (quote != '\0')
            {
                if (c == '\\' && quote != '`' && at + 1 < text.Length)
                {
                    filled.Append(c);
                    c = text[++at];
                }
                else if (c == quote)
                {
                    quote = '\0';
                }
            }
            else if (c == '#')
            {
                at = text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;
                c = '\n';
            }
            else if (c is '"' or '\'' or '`')
            {
                quote = c;
            }
            else if (c == '$' && VariableReferences.At(text, at) is { Success: true } found)
            {
                filled.Append(Bare(VariableReferences.NameOf(found), values));
                at += found.Length - 1;
                continue;
            }

            filled.Append(c);
        }

        return filled.ToString();
    }

    private static string Bare(string name, VariableValues values)
    {
        if (values.OfTime(name) is { } time)
        {
            return time;
        }

        if (!values.Chosen.TryGetValue(name, out var chosen))
        {
            throw Unknown(name);
        }

        var isPlain = chosen.Count == 1 ? Word().IsMatch(chosen[0]) : chosen.Count > 0 && chosen.All(value => Label().IsMatch(value));
        return isPlain ? string.Join(", ", chosen) : throw ProblemException.Invalid(
            "The question was not asked", $"What is chosen for ${name} cannot stand outside of quotes.", "Choose a name, a number or a length of time, or put the variable into a matcher.", "query");
    }

    /// <summary>A number, a length of time, or a name.</summary>
    [GeneratedRegex(@"^(?:-?[0-9]+(?:\.[0-9]+)?|(?:[0-9]+(?:ms|[smhdwy]))+|[A-Za-z_:][A-Za-z0-9_:]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
