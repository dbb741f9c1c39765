using Portal.Core.Monitoring.Boards.Variables;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Boards;

/// <summary>Whether what a board's panels ask can be asked at all, whatever is chosen.</summary>
internal static class BoardQuestions
{
    /// <summary>Why the first expression that cannot be read cannot be; null when all can.</summary>
    public static string? FaultOf(BoardDocument document)
    {
        foreach (var panel in document.Panels.Where(panel => panel.Asks && panel.Queries is not null))
        {
            foreach (var query in panel.Queries.Where(query => query?.Expression is not null))
            {
                if (FaultOf(query.Expression, document.Variables) is { } fault)
                {
                    return $"In panel {(panel.Title is { Length: > 0 } title ? title : $"#{panel.Id}")}: {fault.What}. {fault.Why}";
                }
            }
        }

        return null;
    }

    /// <summary>Why an expression cannot be asked; null when it can.</summary>
    public static Problem? FaultOf(string expression, IEnumerable<BoardVariable> variables)
    {
        try
        {
            // A value that it can have: what is chosen later is judged then.
            var values = variables.Where(variable => variable?.Name is not null).DistinctBy(variable => variable.Name).ToDictionary(
                variable => variable.Name, variable => (IReadOnlyList<string>)[variable is { Kind: not VariableKind.Label, Values: [{ } first, ..] } ? first : "a"], StringComparer.Ordinal);
            BoardExpression.Fill(expression, new VariableValues(values, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)));
            return null;
        }
        catch (ProblemException error)
        {
            return error.Problem;
        }
    }
}
