using System.Text.Json;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Boards.Grafana;

/// <summary>Makes a board of a dashboard of Grafana, and says what of it was left out and why.</summary>
public static class GrafanaImport
{
    /// <summary>Bytes of a dashboard's JSON.</summary>
    public const int MostBytes = 2 * 1024 * 1024;

    private const string Refused = "The dashboard was not imported";

    /// <summary>Throws Invalid for what is no JSON, too large, or no dashboard.</summary>
    public static BoardImport Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MostBytes)
        {
            throw ProblemException.Invalid(Refused, "It is larger than 2 MiB.", "Take panels out of it, or import a smaller one.");
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new ProblemException(new Problem(
                ProblemKind.Invalid, Refused, $"It is no JSON: line {(error.LineNumber ?? 0) + 1}, character {(error.BytePositionInLine ?? 0) + 1}.",
                "Export the dashboard from Grafana as JSON, and choose that file."), error);
        }
    }

    /// <summary>Throws Invalid for what is no dashboard.</summary>
    public static BoardImport Read(JsonElement json)
    {
        var dashboard = json.Part("dashboard") ?? json;
        if (dashboard.Part("panels") is not { ValueKind: JsonValueKind.Array } && dashboard.Part("rows") is not { ValueKind: JsonValueKind.Array })
        {
            throw ProblemException.Invalid(Refused, "It is JSON, and no dashboard of Grafana: it has neither panels nor rows.", "Export the dashboard from Grafana as JSON, and choose that file.");
        }

        var notes = new ImportNotes();
        var variables = GrafanaVariables.Read(dashboard, notes);
        var places = GrafanaPlaces.Of(dashboard).ToList();
        var panels = new List<BoardPanel>();
        foreach (var (panel, place) in places)
        {
            if (panels.Count == BoardBounds.Panels)
            {
                notes.LeftOut(GrafanaPanels.NameOf(panel), "A board has at most 60 panels.");
            }
            else if (GrafanaPanels.Read(panel, place, variables, notes) is { } read)
            {
                panels.Add(read with { Id = panels.Count + 1 });
            }
        }

        Others(dashboard, notes);
        var name = GrafanaJson.Line(dashboard.Text("title"), BoardBounds.NameLength);
        var (range, refresh) = GrafanaTimes.Of(dashboard);
        return new BoardImport(
            name.Length > 0 ? name : "Grafana", new BoardDocument(BoardLayout.Tidy(panels), variables, range, refresh), places.Count, notes.All);
    }

    private static void Others(JsonElement dashboard, ImportNotes notes)
    {
        if (dashboard.Part("annotations").Items("list").Any(annotation => annotation.Text("type") != "dashboard" && annotation.Part("builtIn") is null))
        {
            notes.LeftOut("annotations", "Boards have no annotations.");
        }

        if (dashboard.Items("links").Any())
        {
            notes.LeftOut("links", "Boards have no links.");
        }
    }
}
