using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Apply;

/// <summary>Strategic merge patch: lists merge by the keys of the type tables, with <c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder</c> and <c>$deleteFromPrimitiveList</c>.</summary>
public static class StrategicMerge
{
    private const string OrderPrefix = "$setElementOrder/";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";

    public static Map Apply(Schema schema, Map target, Map patch)
    {
        switch (patch.Text("$patch"))
        {
            case "replace":
                var replaced = patch.Copy();
                replaced.Remove("$patch");
                return replaced;
            case "delete": return [];
        }

        var result = target.Copy();
        if (patch.List("$retainKeys") is { } retain)
        {
            var keep = retain.OfType<string>().ToHashSet();
            foreach (var key in result.Keys.Where(k => !keep.Contains(k)).ToList())
            {
                result.Remove(key);
            }
        }

        foreach (var (key, value) in patch)
        {
            if (key is "$patch" or "$retainKeys" || key.StartsWith(OrderPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (key.StartsWith(DeletePrefix, StringComparison.Ordinal))
            {
                var gone = value as Seq ?? [];
                if (result.List(key[DeletePrefix.Length..]) is { } from)
                {
                    from.RemoveAll(item => gone.Exists(g => JsonText.Same(g, item)));
                }

                continue;
            }

            var child = schema.ChildOf(key) ?? Schema.Unknown;
            if (value is null)
            {
                result.Remove(key);
            }
            else if (value is Map map)
            {
                result[key] = Apply(child, result.Child(key) ?? [], map);
            }
            else if (value is Seq list && child.Type == SchemaType.List && child.PatchMerge)
            {
                result[key] = MergeList(child, result.List(key) ?? [], list);
            }
            else
            {
                result[key] = JsonText.Clone(value);
            }
        }

        foreach (var (key, value) in patch.Where(p => p.Key.StartsWith(OrderPrefix, StringComparison.Ordinal)))
        {
            var name = key[OrderPrefix.Length..];
            if (result.List(name) is { } list && value is Seq order)
            {
                result[name] = Sort(schema.ChildOf(name) ?? Schema.Unknown, list, order);
            }
        }

        return result;
    }

    private static Seq MergeList(Schema schema, Seq target, Seq patch)
    {
        if (patch.OfType<Map>().Any(m => m.Text("$patch") == "replace"))
        {
            return new Seq(patch.Where(p => p is not Map { Count: 1 } marker || marker.Text("$patch") != "replace").Select(JsonText.Clone));
        }

        var result = (Seq)JsonText.Clone(target)!;
        if (schema.PatchKey is not { } key)
        {
            result.AddRange(patch.Where(p => !result.Exists(r => JsonText.Same(r, p))));
            return result;
        }

        foreach (var item in patch.OfType<Map>())
        {
            if (!item.ContainsKey(key))
            {
                throw new ApiException(500, "InternalError", $"map: map[{string.Join(' ', item.Select(p => $"{p.Key}:{p.Value}"))}] does not contain declared merge key: {key}");
            }

            var at = result.FindIndex(r => r is Map m && JsonText.Same(m.Get(key), item.Get(key)));
            if (item.Text("$patch") == "delete")
            {
                result.RemoveAll(r => r is Map m && JsonText.Same(m.Get(key), item.Get(key)));
            }
            else if (at < 0)
            {
                result.Add(Apply(schema.Element!, [], item));
            }
            else
            {
                result[at] = Apply(schema.Element!, (Map)result[at]!, item);
            }
        }

        return result;
    }

    private static Seq Sort(Schema schema, Seq list, Seq order)
    {
        object? KeyOf(object? item) => schema.PatchKey is { } key && item is Map map ? map.Get(key) : item;
        var wanted = order.Select(KeyOf).ToList();
        var ranked = list.Where(item => wanted.Exists(w => JsonText.Same(w, KeyOf(item)))).OrderBy(item => wanted.FindIndex(w => JsonText.Same(w, KeyOf(item)))).ToList();
        var result = new Seq();
        var next = 0;
        foreach (var item in list)
        {
            result.Add(wanted.Exists(w => JsonText.Same(w, KeyOf(item))) ? ranked[next++] : item);
        }

        return result;
    }
}
