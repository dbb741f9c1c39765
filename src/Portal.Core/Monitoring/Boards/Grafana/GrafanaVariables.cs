using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Core.Monitoring.Boards.Variables;

namespace Portal.Core.Monitoring.Boards.Grafana;

/// <summary>The variables of a dashboard.</summary>
internal static partial class GrafanaVariables
{
    public static IReadOnlyList<BoardVariable> Read(JsonElement dashboard, ImportNotes notes)
    {
        var variables = new List<BoardVariable>();
        foreach (var given in dashboard.Part("templating").Items("list").Where(given => given.ValueKind == JsonValueKind.Object))
        {
            var name = given.Text("name");
            var subject = $"${GrafanaJson.Line(name, 50)}";
            if (given.Text("type") == "datasource")
            {
                notes.LeftOut(subject, "All clusters are asked as one: there is no data source to choose.");
            }
            else if (!VariableReferences.IsName(name) || variables.Exists(known => known.Name == name))
            {
                notes.LeftOut(subject, "Its name cannot be a variable's.");
            }
            else if (variables.Count == BoardBounds.Variables)
            {
                notes.LeftOut(subject, "A board has at most 12 variables.");
            }
            else if (Read(given, name, subject, variables, notes) is { } read)
            {
                variables.Add(read with { Title = GrafanaJson.Line(given.Text("label"), BoardBounds.TitleLength), IsMulti = given.Flag("multi") });
            }
        }

        return variables;
    }

    private static BoardVariable? Read(JsonElement given, string name, string subject, List<BoardVariable> before, ImportNotes notes) => given.Text("type") switch
    {
        "query" => OfLabel(given, name, subject, before, notes) ?? Fixed(given, name, subject, notes),
        "custom" or "interval" => OfList(given, name) ?? Fixed(given, name, subject, notes),
        "constant" => Value(given.Text("query")) is { } value ? new BoardVariable(name, VariableKind.Constant, Values: [value]) : Fixed(given, name, subject, notes),
        "textbox" => Fixed(given, name, subject, notes),
        var type => Left(subject, $"There is no variable of the kind {GrafanaJson.Line(type, 60)} here.", notes),
    };

    private static BoardVariable? OfLabel(JsonElement given, string name, string subject, List<BoardVariable> before, ImportNotes notes)
    {
        var query = given.Part("query") is { ValueKind: JsonValueKind.Object } inner ? inner.Text("query") : given.Text("query");
        var found = LabelValues().Match(GrafanaJson.Cut(GrafanaQueries.Modern(query.Length > 0 ? query : given.Text("definition")), BoardBounds.ExpressionLength));
        if (!found.Success)
        {
            return null;
        }

        var selector = found.Groups[1].Value.Trim();
        if (selector.Length > 0 && (selector.Length > BoardBounds.ExpressionLength || BoardQuestions.FaultOf(selector, before) is not null))
        {
            notes.Changed(subject, "It lists the values of all series: its selector cannot be read.");
            selector = "";
        }

        if (given.Text("regex").Length > 0)
        {
            notes.Changed(subject, "Its values are not filtered by a pattern.");
        }

        return new BoardVariable(name, VariableKind.Label, Label: found.Groups[2].Value, Selector: selector);
    }

    private static BoardVariable? OfList(JsonElement given, string name)
    {
        // "text : value" shows the one and means the other; auto is Grafana's own.
        var values = given.Text("query").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(each => each.Split(" : ", 2)[^1].Trim()).Where(each => each is { Length: > 0 and <= BoardBounds.ValueLength } and not "auto").Distinct().Take(BoardBounds.Values).ToList();
        var current = Current(given);
        return values.Count == 0 ? null : new BoardVariable(name, VariableKind.Choice, Values: values, Chosen: current is not null && values.Contains(current) ? [current] : given.Flag("includeAll") ? [] : [values[0]]);
    }

    /// <summary>As it was when the dashboard was exported, so that what names it can still be asked.</summary>
    private static BoardVariable? Fixed(JsonElement given, string name, string subject, ImportNotes notes)
    {
        if (Current(given) is not { } current)
        {
            return Left(subject, "Its values cannot be listed here, and the dashboard says none.", notes);
        }

        notes.Changed(subject, $"Its values cannot be listed here: it is always {current}.");
        return new BoardVariable(name, VariableKind.Constant, Values: [current]);
    }

    private static BoardVariable? Left(string subject, string why, ImportNotes notes)
    {
        notes.LeftOut(subject, why);
        return null;
    }

    private static string? Current(JsonElement given) => given.Part("current").Part("value") switch
    {
        { ValueKind: JsonValueKind.String } one => Value(one.GetString()!),
        { ValueKind: JsonValueKind.Array } many => many.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.String).Select(each => Value(each.GetString()!)).FirstOrDefault(),
        _ => null,
    };

    private static string? Value(string text) => text is { Length: > 0 and <= BoardBounds.ValueLength } && !text.StartsWith("$__", StringComparison.Ordinal) ? text : null;

    [GeneratedRegex(@"^\s*label_values\(\s*(?:(.+?)\s*,\s*)?([A-Za-z_][A-Za-z0-9_]*)\s*\)\s*$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex LabelValues();
}
