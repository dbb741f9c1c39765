using Microsoft.AspNetCore.WebUtilities;
using Portal.Core.Monitoring.Boards;

namespace Portal.Web.Monitoring.Boards;

/// <summary>What is chosen above a board lives in its address, as <c>var-cluster=…</c>.</summary>
internal static class BoardAddress
{
    private const string Prefix = "var-";

    public static string KeyOf(string variable) => Prefix + variable;

    /// <summary>The values of each variable; none for all. What the address does not say is as the board has it.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Read(string address, IEnumerable<BoardVariable> variables)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        return variables.ToDictionary(
            variable => variable.Name,
            variable => (IReadOnlyList<string>)(variable.Kind == VariableKind.Constant ? [variable.Values![0]]
                : query.TryGetValue(KeyOf(variable.Name), out var given) ? [.. given.Where(value => !string.IsNullOrEmpty(value)).Take(BoardBounds.Values)!]
                : variable.Chosen ?? []),
            StringComparer.Ordinal);
    }
}
