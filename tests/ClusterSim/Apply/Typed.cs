using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Apply;

/// <summary>What server-side apply does with values of a schema: their field sets, their differences, merging, and removing.</summary>
public static class Typed
{
    /// <summary>The fields that <paramref name="value"/> sets.</summary>
    public static FieldSet SetOf(Schema schema, object? value)
    {
        var set = new FieldSet();
        Collect(schema, value, set, root: true);
        return set;
    }

    /// <summary>The fields that differ.</summary>
    public static (FieldSet Added, FieldSet Modified, FieldSet Removed) Compare(Schema schema, object? before, object? after)
    {
        var (added, modified, removed) = (new FieldSet(), new FieldSet(), new FieldSet());
        Compare(schema, before, after, added, modified, removed);
        return (added, modified, removed);
    }

    /// <summary><paramref name="config"/> laid over <paramref name="live"/>.</summary>
    public static object? Merge(Schema schema, object? live, object? config)
    {
        if (config is null || IsUnit(schema, config))
        {
            return JsonText.Clone(config);
        }

        if (config is Map over)
        {
            var result = live is Map map ? map.Copy() : [];
            foreach (var (key, item) in over)
            {
                result[key] = Merge(schema.ChildOf(key) ?? Schema.Unknown, result.Get(key), item);
            }

            return result;
        }

        var items = live is Seq list ? (Seq)JsonText.Clone(list)! : [];
        var wanted = (Seq)config;
        var byElement = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            byElement[FieldSet.Element(schema, items[i], i)] = items[i];
        }

        var keys = wanted.Select((item, i) => FieldSet.Element(schema, item, i)).ToList();
        for (var i = 0; i < wanted.Count; i++)
        {
            byElement[keys[i]] = Merge(schema.Element!, byElement.GetValueOrDefault(keys[i]), wanted[i]);
        }

        return new Seq(Order([.. items.Select((item, i) => FieldSet.Element(schema, item, i))], keys).Select(k => byElement[k]));
    }

    /// <summary>Takes out what <paramref name="last"/> has and <paramref name="owned"/> has no more.</summary>
    public static object? Prune(Schema schema, object? value, FieldSet last, FieldSet owned)
    {
        if (value is Map map && !IsUnit(schema, value))
        {
            foreach (var key in map.Keys.ToList())
            {
                var element = $"f:{key}";
                if (last.Children.TryGetValue(element, out var lastChild) && !lastChild.IsEmpty)
                {
                    var ownedChild = owned.Children.GetValueOrDefault(element) ?? new FieldSet();
                    if (ownedChild.IsEmpty)
                    {
                        map.Remove(key);
                    }
                    else
                    {
                        map[key] = Prune(schema.ChildOf(key) ?? Schema.Unknown, map[key], lastChild, ownedChild);
                    }
                }
            }
        }
        else if (value is Seq list && !IsUnit(schema, value))
        {
            var kept = new Seq();
            for (var i = 0; i < list.Count; i++)
            {
                var element = FieldSet.Element(schema, list[i], i);
                var lastChild = last.Children.GetValueOrDefault(element);
                var ownedChild = owned.Children.GetValueOrDefault(element) ?? new FieldSet();
                if (lastChild is null || lastChild.IsEmpty)
                {
                    kept.Add(list[i]);
                }
                else if (!ownedChild.IsEmpty)
                {
                    kept.Add(Prune(schema.Element!, list[i], lastChild, ownedChild));
                }
            }

            return kept;
        }

        return value;
    }

    public static bool IsUnit(Schema schema, object? value) => value switch
    {
        Map => schema.Atomic || schema.Type is SchemaType.Raw or SchemaType.Json or SchemaType.Fields,
        Seq => schema.Type != SchemaType.List || schema.List == ListType.Atomic,
        _ => true,
    };

    // The order of the live list is kept, and new items go where the configuration has them.
    private static List<string> Order(List<string> live, List<string> wanted)
    {
        var result = live.Where(k => !wanted.Contains(k)).ToList();
        var shared = live.Where(wanted.Contains).ToList();
        if (shared.Count == live.Count)
        {
            return wanted.Distinct().ToList();
        }

        var merged = new List<string>();
        var w = 0;
        foreach (var key in live)
        {
            if (!wanted.Contains(key))
            {
                merged.Add(key);
                continue;
            }

            var at = wanted.IndexOf(key, StringComparison.Ordinal);
            while (w <= at && w < wanted.Count)
            {
                if (!merged.Contains(wanted[w]))
                {
                    merged.Add(wanted[w]);
                }

                w++;
            }

            if (!merged.Contains(key))
            {
                merged.Add(key);
            }
        }

        merged.AddRange(wanted.Where(k => !merged.Contains(k)));
        return merged.Count >= result.Count ? merged : result;
    }

    private static int IndexOf(this List<string> list, string key, StringComparison comparison) => list.FindIndex(k => string.Equals(k, key, comparison));

    private static void Collect(Schema schema, object? value, FieldSet set, bool root = false)
    {
        if (IsUnit(schema, value))
        {
            set.Member = !root;
            return;
        }

        if (value is Map map)
        {
            foreach (var (key, item) in map)
            {
                var child = set.Child($"f:{key}");
                Collect(schema.ChildOf(key) ?? Schema.Unknown, item, child);
                if (item is null or Map { Count: 0 } || (schema.Type != SchemaType.Object || !schema.Fields.ContainsKey(key)))
                {
                    child.Member = true;
                }
            }
        }
        else if (value is Seq list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                var child = set.Child(FieldSet.Element(schema, list[i], i));
                Collect(schema.Element!, list[i], child);
                child.Member = true;
            }
        }
    }

    private static void Compare(Schema schema, object? before, object? after, FieldSet added, FieldSet modified, FieldSet removed)
    {
        if (before is null && after is null)
        {
            return;
        }

        if (before is null)
        {
            All(schema, after, added);
            return;
        }

        if (after is null)
        {
            All(schema, before, removed);
            return;
        }

        if (before is Map b && after is Map a && !IsUnit(schema, a) && !IsUnit(schema, b))
        {
            foreach (var key in b.Keys.Union(a.Keys))
            {
                var element = $"f:{key}";
                Compare(schema.ChildOf(key) ?? Schema.Unknown, b.Get(key), a.Get(key), added.Child(element), modified.Child(element), removed.Child(element));
                if (b.TryGetValue(key, out var was) && was is null && a.Get(key) is { } filled && !IsUnit(schema.ChildOf(key) ?? Schema.Unknown, filled))
                {
                    // Null was there before: what is new is the content alone.
                    added.Child(element).Member = false;
                }
            }
        }
        else if (before is Seq x && after is Seq y && !IsUnit(schema, x))
        {
            var old = new Dictionary<string, object?>(StringComparer.Ordinal);
            var now = new Dictionary<string, object?>(StringComparer.Ordinal);
            for (var i = 0; i < x.Count; i++)
            {
                old[FieldSet.Element(schema, x[i], i)] = x[i];
            }

            for (var i = 0; i < y.Count; i++)
            {
                now[FieldSet.Element(schema, y[i], i)] = y[i];
            }

            foreach (var element in old.Keys.Union(now.Keys))
            {
                Compare(schema.Element!, old.GetValueOrDefault(element), now.GetValueOrDefault(element), added.Child(element), modified.Child(element), removed.Child(element));
            }
        }
        else if (!JsonText.Same(before, after))
        {
            modified.Member = true;
        }
    }

    // A value that is new (or gone) as a whole: it and all below it.
    private static void All(Schema schema, object? value, FieldSet set)
    {
        set.Member = true;
        if (IsUnit(schema, value))
        {
            return;
        }

        if (value is Map map)
        {
            foreach (var (key, item) in map.Where(p => p.Value is not null))
            {
                All(schema.ChildOf(key) ?? Schema.Unknown, item, set.Child($"f:{key}"));
            }
        }
        else if (value is Seq list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                All(schema.Element!, list[i], set.Child(FieldSet.Element(schema, list[i], i)));
            }
        }
    }
}
