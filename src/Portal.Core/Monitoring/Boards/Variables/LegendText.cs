using System.Text.RegularExpressions;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Boards.Variables;

/// <summary>The name of a series by a template, such as <c>{{cluster}} / {{namespace}}</c>.</summary>
public static partial class LegendText
{
    /// <summary>Null for a template without words, and for one that says nothing of this series.</summary>
    public static string? Of(string template, LabelSet labels)
    {
        var said = Label().Replace(template, found => labels[found.Groups[1].Value]).Trim();
        return said.Length > 0 ? said : null;
    }

    [GeneratedRegex(@"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
