using System.Globalization;
using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Tables;

namespace ClusterSim.Writing;

/// <summary>
/// Field rules of the built-in types, from <c>Tables/rules.txt</c>: a line is a type and field, then rules: <c>required</c>, <c>nonempty</c>, <c>min=</c>, <c>max=</c>,
/// <c>label</c>, <c>subdomain</c>, <c>enum=</c>, <c>unique=</c> (the field by which items differ), <c>port</c>.
/// </summary>
public static class TypeRules
{
    private static readonly Dictionary<string, List<(string Field, string[] Rules)>> Table = Load();

    public static void Check(Resource resource, Map obj, List<FieldError> errors) => Walk(resource.Schema, obj, "", errors);

    private static void Walk(Schema schema, object? value, string path, List<FieldError> errors)
    {
        switch (value)
        {
            case Map map when schema.Type == SchemaType.Object:
                var rules = Table.GetValueOrDefault(schema.Name) ?? [];
                foreach (var (name, field) in schema.Fields)
                {
                    var here = path.Length == 0 ? name : $"{path}.{name}";
                    foreach (var (_, checks) in rules.Where(r => r.Field == name))
                    {
                        Field(map, name, here, checks, errors);
                    }

                    // Metadata of the object itself is checked by its own rules, and status is the server's own.
                    if (map.Get(name) is Map or Seq && (path.Length > 0 || name is not ("metadata" or "status")))
                    {
                        Walk(field.Schema, map.Get(name), here, errors);
                    }
                }

                if (schema.Name == "meta.v1.ObjectMeta" && path.Length > 0)
                {
                    errors.AddRange(MetaRules.Labels(map.Child("labels"), $"{path}.labels"));
                }

                break;
            case Map map when schema.Type == SchemaType.Map:
                foreach (var (key, item) in map)
                {
                    Walk(schema.Element!, item, $"{path}[{key}]", errors);
                }

                break;
            case Seq list when schema.Type == SchemaType.List:
                for (var i = 0; i < list.Count; i++)
                {
                    Walk(schema.Element!, list[i], $"{path}[{i}]", errors);
                }

                break;
        }
    }

    private static void Field(Map owner, string name, string path, string[] rules, List<FieldError> errors)
    {
        var value = owner.Get(name);
        var empty = value is null or "" or Seq { Count: 0 } or Map { Count: 0 };
        foreach (var rule in rules)
        {
            var parts = rule.Split('=', 2);
            switch (parts[0])
            {
                case "required" when empty: errors.Add(FieldError.Required(path, parts.Length > 1 ? parts[1].Replace('_', ' ') : "")); break;
                case "min" when value is long l && l < long.Parse(parts[1], CultureInfo.InvariantCulture):
                    errors.Add(FieldError.Invalid(path, l.ToString(CultureInfo.InvariantCulture), $"must be greater than or equal to {parts[1]}"));
                    break;
                case "port" when value is long p && p is < 1 or > 65535:
                    errors.Add(FieldError.Invalid(path, p.ToString(CultureInfo.InvariantCulture), "must be between 1 and 65535, inclusive"));
                    break;
                case "label" when value is string { Length: > 0 } s && MetaRules.LabelError(s) is { } why: errors.Add(FieldError.Invalid(path, $"\"{s}\"", why)); break;
                case "subdomain" when value is string { Length: > 0 } s && MetaRules.SubdomainError(s) is { } why: errors.Add(FieldError.Invalid(path, $"\"{s}\"", why)); break;
                case "enum" when value is string { Length: > 0 } s && !parts[1].Split('|').Contains(s):
                    errors.Add(FieldError.NotSupported(path, $"\"{s}\"", parts[1].Split('|')));
                    break;
                case "unique" when value is Seq list:
                    HashSet<string> seen = [];
                    foreach (var (item, i) in list.OfType<Map>().Select((m, i) => (m, i)))
                    {
                        if (item.Text(parts[1]) is { Length: > 0 } key && !seen.Add(key))
                        {
                            errors.Add(FieldError.Duplicate($"{path}[{i}].{parts[1]}", $"\"{key}\""));
                        }
                    }

                    break;
            }
        }
    }

    private static Dictionary<string, List<(string, string[])>> Load()
    {
        var table = new Dictionary<string, List<(string, string[])>>(StringComparer.Ordinal);
        foreach (var line in TableFiles.Lines("rules.txt"))
        {
            var words = line.Split(' ');
            var dot = words[0].LastIndexOf('.');
            if (!table.TryGetValue(words[0][..dot], out var rows))
            {
                table[words[0][..dot]] = rows = [];
            }

            rows.Add((words[0][(dot + 1)..], words[1..]));
        }

        return table;
    }
}
