using System.Text.Json.Nodes;

namespace Portal.Core.Components.Drift;

/// <summary>
/// Compares a live object with what the manifest says of it: field by field of the manifest. What the manifest does not
/// mention (defaults, status, what others added) is nobody's drift. Pure.
/// </summary>
public sealed class ObjectComparison
{
    private static readonly HashSet<string> ServersOwn =
        ["creationTimestamp", "managedFields", "resourceVersion", "generation", "uid", "selfLink", "deletionTimestamp", "name", "namespace", "generateName", "ownerReferences"];

    private readonly ManagedFieldsView _managed;
    private readonly List<FieldDifference> _found = [];

    private ObjectComparison(JsonObject live) => _managed = new ManagedFieldsView(live);

    /// <summary>Every field that differs and that no controller is meant to write, in the manifest's order.</summary>
    public static IReadOnlyList<FieldDifference> Compare(JsonObject wanted, JsonObject live) =>
        [.. CompareAll(wanted, live).Where(difference => !difference.Controllers)];

    /// <summary>Every field that differs, those of controllers too.</summary>
    public static IReadOnlyList<FieldDifference> CompareAll(JsonObject wanted, JsonObject live)
    {
        var comparison = new ObjectComparison(live);
        foreach (var (name, value) in wanted.Where(pair => pair.Key is not ("apiVersion" or "kind" or "status")))
        {
            comparison.Field([], [], "", name, value, live[name]);
        }

        return comparison._found;
    }

    private void Field(List<PathElement> way, List<string> owned, string path, string name, JsonNode? wanted, JsonNode? live)
    {
        if (path == "metadata" && ServersOwn.Contains(name))
        {
            return;
        }

        var here = path.Length == 0 ? name : name.Contains('.', StringComparison.Ordinal) || name.Contains('/', StringComparison.Ordinal) ? $"{path}[{name}]" : $"{path}.{name}";
        Value([.. way, new PathElement(name)], [.. owned, $"f:{name}"], here, wanted, live);
    }

    private void Value(List<PathElement> way, List<string> owned, string path, JsonNode? wanted, JsonNode? live)
    {
        switch (wanted, live)
        {
            case (JsonObject mapping, JsonObject or null) when live is JsonObject || !FieldEquality.IsEmpty(mapping):
                foreach (var (name, value) in mapping)
                {
                    Field(way, owned, path, name, value, live?[name]);
                }

                break;
            case (JsonArray { Count: > 0 } list, JsonArray there) when _managed.KeysOf(owned) is { } keys && list.All(item => item is JsonObject):
                for (var index = 0; index < list.Count; index++)
                {
                    Item(way, owned, path, list[index]!.AsObject(), index, there, keys);
                }

                break;
            default:
                if (!FieldEquality.Same(wanted, live, path))
                {
                    Add(way, owned, path, wanted, live);
                }

                break;
        }
    }

    private void Item(List<PathElement> way, List<string> owned, string path, JsonObject item, int index, JsonArray there, IReadOnlyList<string> keys)
    {
        var known = keys.Where(item.ContainsKey).ToList();
        var at = there.ToList().FindIndex(candidate => candidate is JsonObject other && known.All(key => FieldEquality.Same(item[key], other[key], key)));
        var label = $"{path}[{string.Join(",", known.Select(key => $"{key}={item[key]}"))}]";
        var step = new PathElement(null, index, at);
        if (at < 0)
        {
            Add([.. way, step], owned, label, item, null);
            return;
        }

        var element = _managed.ElementOf(owned, named => known.All(key => FieldEquality.Same(item[key], named[key], key))) ?? "k:{}";
        foreach (var (name, value) in item)
        {
            Field([.. way, step], [.. owned, element], label, name, value, there[at]![name]);
        }
    }

    private void Add(List<PathElement> way, List<string> owned, string path, JsonNode? wanted, JsonNode? live)
    {
        var owners = live is null ? [] : _managed.OwnersOf(owned);
        _found.Add(new FieldDifference(
            way, path, wanted?.DeepClone(), live?.DeepClone(), owners.Count == 0 ? null : owners[0], DriftRules.IsControllers(path, owners)));
    }
}
