using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Ctl.Kinds;
using Portal.Ctl.Running;
using Spectre.Console;

namespace Portal.Ctl.Output;

/// <summary>Rows as a table without lines, that awk reads as well as a person. A value that is not known is a hyphen.</summary>
internal sealed class TableWriter(Terminal terminal)
{
    private static readonly HashSet<string> Good = ["Healthy", "Succeeded", "Delivered", "Ready", "Installed", "Active"];
    private static readonly HashSet<string> Bad = ["Failed", "Unreachable", "Critical", "NotReady"];

    public void Write(IReadOnlyList<Column> columns, IEnumerable<JsonNode> rows) =>
        Write([.. columns.Select(column => column.Title)], rows.Select(row => columns.Select(column => (Cell(row, column), column.Form)).ToArray()));

    public void Write(IReadOnlyList<string> titles, IEnumerable<(string Text, ColumnForm Form)[]> rows)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var title in titles)
        {
            table.AddColumn(new TableColumn(new Text(title, new Style(decoration: Decoration.Bold))) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell.Text, cell.Form == ColumnForm.State ? StyleOf(cell.Text) : Style.Plain)));
        }

        Render(table);
    }

    /// <summary>What a column shows of a row.</summary>
    public string Cell(JsonNode row, Column column)
    {
        JsonNode? value = row;
        foreach (var member in column.Path.Split('.'))
        {
            value = (value as JsonObject)?[member];
        }

        return (column.Form, value) switch
        {
            (_, null) => "-",
            (ColumnForm.Count, JsonArray list) => list.Count.ToString(CultureInfo.InvariantCulture),
            (ColumnForm.Age, _) when DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var at) => Age(terminal.Clock.GetUtcNow() - at),
            _ when value.GetValueKind() == JsonValueKind.String && value.ToString().Length == 0 => "-",
            _ => TerminalText.Line(value.ToString()),
        };
    }

    private static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 0 } => "0s",
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalSeconds}s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalMinutes}m"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours}h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays}d"),
    };

    private static Style StyleOf(string state) =>
        Good.Contains(state) ? new Style(Color.Green) : Bad.Contains(state) ? new Style(Color.Red) : Style.Plain;

    private void Render(Table table)
    {
        using var written = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.Colors ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.Colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(written),
        });

        // A terminal breaks long lines by itself; a table that is cut would lose names.
        console.Profile.Width = 4000;
        console.Write(table);
        foreach (var line in written.ToString().TrimEnd().Split('\n'))
        {
            terminal.Out.WriteLine(line.TrimEnd());
        }
    }
}
