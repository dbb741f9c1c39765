using Portal.Core.Namespaces.Quotas;
using Portal.Web.Clusters;

namespace Portal.Web.Namespaces;

/// <summary>Quotas and members as people type them: one a line, as "requests.cpu=4" and "ada=Admin".</summary>
public static class QuotaText
{
    /// <summary>The amounts on one line: "requests.cpu=4, pods=20".</summary>
    public static string Line(IReadOnlyDictionary<string, string> amounts) =>
        string.Join(", ", Ordered(amounts).Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>One a line, for a field.</summary>
    public static string Write(IReadOnlyDictionary<string, string> amounts) =>
        string.Join('\n', Ordered(amounts).Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>The amounts, and the first line that is none, or null.</summary>
    public static (IReadOnlyDictionary<string, string> Amounts, string? BadLine) Read(string text) => LabelText.ReadLabels(text);

    private static IEnumerable<KeyValuePair<string, string>> Ordered(IReadOnlyDictionary<string, string> amounts)
    {
        var order = QuotaResource.All.Select(resource => resource.Name).ToList();
        return amounts.OrderBy(pair => order.IndexOf(pair.Key)).ThenBy(pair => pair.Key, StringComparer.Ordinal);
    }
}
