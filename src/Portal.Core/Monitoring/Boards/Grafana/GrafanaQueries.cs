using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Core.Monitoring.Boards.Grafana;

/// <summary>The questions of a panel: those in PromQL that can be asked here.</summary>
internal static partial class GrafanaQueries
{
    private const string Prometheus = "prometheus";

    public static IReadOnlyList<PanelQuery> Read(JsonElement panel, string name, IReadOnlyList<BoardVariable> variables, ImportNotes notes)
    {
        var queries = new List<PanelQuery>();
        foreach (var target in panel.Items("targets").Where(target => target.ValueKind == JsonValueKind.Object))
        {
            var expression = Modern(target.Text("expr")).Trim();
            if (SourceOf(target) is { } source || (source = SourceOf(panel)) is not null)
            {
                notes.LeftOut(name, $"A query asks a data source of the kind {GrafanaJson.Line(source, 60)}.");
            }
            else if (expression.Length == 0)
            {
                notes.LeftOut(name, "A query has no PromQL.");
            }
            else if (target.Flag("hide"))
            {
                notes.LeftOut(name, "A query is hidden.");
            }
            else if (expression.Length > BoardBounds.ExpressionLength)
            {
                notes.LeftOut(name, "A query is longer than 8,000 characters.");
            }
            else if (BoardQuestions.FaultOf(expression, variables) is { } fault)
            {
                notes.LeftOut(name, fault.Why);
            }
            else if (queries.Count == BoardBounds.Queries)
            {
                notes.LeftOut(name, "A panel has at most 10 queries of 1 to 8,000 characters.");
            }
            else
            {
                queries.Add(new PanelQuery(expression, Legend(target.Text("legendFormat"))));
            }
        }

        return queries;
    }

    /// <summary><c>[[name]]</c> is the old spelling of <c>${name}</c>.</summary>
    public static string Modern(string text) => Old().Replace(text, "$${$1}");

    private static string Legend(string legend) => legend == "__auto" ? "" : GrafanaJson.Line(Modern(legend), BoardBounds.TitleLength);

    /// <summary>The kind of its data source where that is known, and not Prometheus.</summary>
    private static string? SourceOf(JsonElement part)
    {
        var kind = part.Part("datasource").Text("type");
        return kind.Length == 0 || kind == Prometheus || kind is "datasource" or "mixed" || kind.StartsWith('$') ? null : kind;
    }

    [GeneratedRegex(@"\[\[([A-Za-z_]\w*)(?::[a-z]+)?\]\]")]
    private static partial Regex Old();
}
