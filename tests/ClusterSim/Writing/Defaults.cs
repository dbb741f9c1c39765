using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Tables;

namespace ClusterSim.Writing;

/// <summary>
/// Defaults of the built-in types, from <c>Tables/defaults.yaml</c>: by type, or by type and the value of a field (<c>apps.v1.DeploymentStrategy?type=RollingUpdate</c>).
/// </summary>
public static class Defaults
{
    private static readonly Dictionary<string, List<(string? Field, string? Value, Map Defaults)>> Table = Load();

    public static void Apply(Schema schema, object? value)
    {
        switch (value)
        {
            case Map map when schema.Type == SchemaType.Object:
                Fill(schema, map);
                foreach (var (key, item) in map.ToList())
                {
                    if (schema.Fields.TryGetValue(key, out var field) && item is Map or Seq)
                    {
                        Apply(field.Schema, item);
                    }
                }

                break;
            case Map map when schema.Type == SchemaType.Map:
                foreach (var item in map.Values.Where(v => v is Map or Seq))
                {
                    Apply(schema.Element!, item);
                }

                break;
            case Seq list when schema.Type == SchemaType.List:
                foreach (var item in list)
                {
                    Apply(schema.Element!, item);
                }

                break;
        }
    }

    private static void Fill(Schema schema, Map map)
    {
        if (schema.Name is "core.v1.Container" or "core.v1.EphemeralContainer" && map.Get("imagePullPolicy") is null && map.Text("image") is { Length: > 0 } image)
        {
            var tag = image.Contains('@', StringComparison.Ordinal) ? "digest" : image[(image.LastIndexOf('/') + 1)..].Split(':') is [_, var t] ? t : "latest";
            map["imagePullPolicy"] = tag == "latest" ? "Always" : "IfNotPresent";
        }

        if (Table.TryGetValue(schema.Name, out var rows))
        {
            foreach (var (field, wanted, defaults) in rows)
            {
                if (field is null || (wanted == "" ? map.ContainsKey(field) : Equals(map.Get(field), wanted)))
                {
                    foreach (var (key, value) in defaults)
                    {
                        if (value is string text && text.StartsWith('$'))
                        {
                            map.Default(key, JsonText.Clone(map.Get(text[1..])));
                        }
                        else
                        {
                            map.Default(key, JsonText.Clone(value));
                        }
                    }
                }
            }
        }

        // What limits are set and requests are not, requests follow.
        if (schema.Name == "core.v1.ResourceRequirements" && map.Child("limits") is { } limits)
        {
            var requests = map.Ensure("requests");
            foreach (var (key, value) in limits)
            {
                requests.TryAdd(key, value);
            }
        }
    }

    private static Dictionary<string, List<(string?, string?, Map)>> Load()
    {
        var table = new Dictionary<string, List<(string?, string?, Map)>>(StringComparer.Ordinal);
        foreach (var (key, value) in (Map)YamlText.Parse(TableFiles.Text("defaults.yaml"))!)
        {
            var parts = key.Split('?', '=');
            if (!table.TryGetValue(parts[0], out var rows))
            {
                table[parts[0]] = rows = [];
            }

            rows.Add((parts.Length > 1 ? parts[1] : null, parts.Length > 2 ? parts[2] : "", (Map)value!));
        }

        return table;
    }
}
