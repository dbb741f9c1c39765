using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Tables;

/// <summary>
/// The <c>Table</c> form of lists. Columns of built-in kinds are in <c>Tables/columns.txt</c>: a kind (<c>plural.group</c>) in brackets, then a column a line:
/// name, type (format after a slash, a star for wide output only), and an expression of <see cref="Cells"/>.
/// </summary>
public static class TableView
{
    private sealed record Column(string Name, string Type, string Format, long Priority, string Expression, string Description = "");

    private static readonly Column NameColumn = new("Name", "string", "name", 0, ".metadata.name", "The name of the object.");
    private static readonly Column AgeColumn = new("Age", "string", "", 0, "age(.metadata.creationTimestamp)", "The time since the object was created.");
    private static readonly Column CreatedColumn = new("Created At", "date", "", 0, "text(.metadata.creationTimestamp)", "The time when the object was created.");
    private static readonly Dictionary<string, List<Column>> BuiltIn = Load();

    public static Map Of(Cluster cluster, Resource resource, IReadOnlyList<Map> items, Map meta, string? include, TimeProvider time)
    {
        var columns = ColumnsOf(resource);
        var cells = new Cells(time.GetUtcNow(), cluster);
        return new Map
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = meta,
            ["columnDefinitions"] = new Seq(columns.Select(c => (object?)new Map { ["name"] = c.Name, ["type"] = c.Type, ["format"] = c.Format, ["description"] = c.Description, ["priority"] = c.Priority })),
            ["rows"] = new Seq(items.Select(i => (object?)Row(columns, cells, i, include))),
        };
    }

    private static Map Row(List<Column> columns, Cells cells, Map item, string? include)
    {
        var row = new Map { ["cells"] = new Seq(columns.Select(c => cells.Value(c.Expression, item, c.Type))) };
        if (item.Text("kind") == "Pod" && item.At("status", "phase") is "Succeeded" or "Failed")
        {
            var failed = item.At("status", "phase") is "Failed";
            row["conditions"] = new Seq
            {
                new Map
                {
                    ["type"] = "Completed", ["status"] = "True", ["reason"] = failed ? "Failed" : "Succeeded",
                    ["message"] = failed ? "The pod failed." : "The pod has completed successfully.",
                },
            };
        }

        if (include != "None")
        {
            row["object"] = include == "Object" ? item : Api.Answer.Partial(item);
        }

        return row;
    }

    private static List<Column> ColumnsOf(Resource resource)
    {
        if (resource.Custom is { } custom)
        {
            var columns = custom.Columns.Select(c => new Column(
                c.Text("name")!, c.Text("type")!, c.Text("format") ?? "", c.Number("priority") ?? 0, $"path({c.Text("jsonPath")})", c.Text("description") ?? "")).ToList();
            return columns.Count == 0 ? [NameColumn, AgeColumn] : [NameColumn, .. columns];
        }

        return BuiltIn.TryGetValue(resource.Qualified, out var known) ? known : [NameColumn, CreatedColumn];
    }

    private static Dictionary<string, List<Column>> Load()
    {
        var table = new Dictionary<string, List<Column>>(StringComparer.Ordinal);
        List<Column> current = [];
        foreach (var line in TableFiles.Lines("columns.txt"))
        {
            if (line[0] == '[')
            {
                table[line[1..^1]] = current = [NameColumn];
                continue;
            }

            var parts = line.Split(" | ");
            var wide = parts[1].EndsWith('*');
            var type = parts[1].TrimEnd('*').Split('/');
            current.Add(parts[0] == "Age" && parts.Length == 2 ? AgeColumn : new Column(parts[0], type[0], type.Length > 1 ? type[1] : "", wide ? 1 : 0, parts[2], parts[0] + "."));
            if (parts[0] == "!noname")
            {
                current.Clear();
            }
        }

        return table;
    }
}
