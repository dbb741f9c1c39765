using System.Globalization;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Apply;

/// <summary>A set of field paths as a tree, in the terms of <c>fieldsV1</c>: <c>f:</c> a field, <c>k:</c> a list item by its keys, <c>v:</c> a set's value, <c>i:</c> an index.</summary>
public sealed class FieldSet
{
    /// <summary>The path to this node is itself in the set.</summary>
    public bool Member { get; set; }

    public SortedDictionary<string, FieldSet> Children { get; } = new(StringComparer.Ordinal);

    public bool IsEmpty => !Member && Children.Values.All(c => c.IsEmpty);

    public FieldSet Child(string element)
    {
        if (!Children.TryGetValue(element, out var child))
        {
            Children[element] = child = new FieldSet();
        }

        return child;
    }

    public static FieldSet Parse(Map? fields)
    {
        var set = new FieldSet();
        foreach (var (key, value) in fields ?? [])
        {
            if (key == ".")
            {
                set.Member = true;
            }
            else if (value is Map map)
            {
                var child = Parse(map);
                child.Member |= map.Count == 0;
                set.Children[key] = child;
            }
        }

        return set;
    }

    public Map ToMap()
    {
        var map = new Map();
        if (Member && Children.Values.Any(c => !c.IsEmpty))
        {
            map["."] = new Map();
        }

        foreach (var (key, child) in Children.Where(c => !c.Value.IsEmpty))
        {
            map[key] = child.ToMap();
        }

        return map;
    }

    public FieldSet Union(FieldSet other)
    {
        var result = new FieldSet { Member = Member || other.Member };
        foreach (var key in Children.Keys.Union(other.Children.Keys))
        {
            result.Children[key] = (Children.GetValueOrDefault(key), other.Children.GetValueOrDefault(key)) switch
            {
                ({ } a, { } b) => a.Union(b),
                var (a, b) => a ?? b!,
            };
        }

        return result;
    }

    public FieldSet Intersect(FieldSet other)
    {
        var result = new FieldSet { Member = Member && other.Member };
        foreach (var (key, child) in Children)
        {
            if (other.Children.TryGetValue(key, out var same))
            {
                result.Children[key] = child.Intersect(same);
            }
        }

        return result;
    }

    /// <summary>Without the members of <paramref name="other"/>.</summary>
    public FieldSet Minus(FieldSet other)
    {
        var result = new FieldSet { Member = Member && !other.Member };
        foreach (var (key, child) in Children)
        {
            result.Children[key] = other.Children.TryGetValue(key, out var same) ? child.Minus(same) : child;
        }

        return result;
    }

    public bool SameAs(FieldSet other) => Member == other.Member
        && Children.Where(c => !c.Value.IsEmpty).All(c => other.Children.TryGetValue(c.Key, out var same) && c.Value.SameAs(same))
        && other.Children.Where(c => !c.Value.IsEmpty).All(c => Children.TryGetValue(c.Key, out var mine) && !mine.IsEmpty);

    /// <summary>Paths of the members, written as conflicts name them.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (Member)
        {
            yield return prefix;
        }

        foreach (var (key, child) in Children)
        {
            foreach (var path in child.Paths(prefix + PathText(key)))
            {
                yield return path;
            }
        }
    }

    public static string PathText(string element) => element[0] switch
    {
        'f' => $".{element[2..]}",
        'k' => $"[{string.Join(',', JsonText.ParseMap(System.Text.Encoding.UTF8.GetBytes(element[2..])).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={Literal(p.Value)}"))}]",
        'v' => $"[={element[2..]}]",
        _ => $"[{element[2..]}]",
    };

    /// <summary>The path element of a list item, by the rule of its list.</summary>
    public static string Element(Schema list, object? item, int index)
    {
        if (list.List == ListType.Set)
        {
            return $"v:{JsonText.ToText(item)}";
        }

        if (list.List == ListType.Map && item is Map map)
        {
            return KeyElement(list, map);
        }

        return $"i:{index.ToString(CultureInfo.InvariantCulture)}";
    }

    public static string KeyElement(Schema list, Map item)
    {
        var key = new Map();
        foreach (var name in list.Keys.Order(StringComparer.Ordinal))
        {
            var value = item.Get(name) ?? (list.Element!.Fields.TryGetValue(name, out var field) ? field.Default : null);
            if (value is not null || list.Keys.Count == 1)
            {
                key[name] = value;
            }
        }

        return $"k:{JsonText.ToText(key)}";
    }

    private static string Literal(object? value) => value is string s ? $"\"{s}\"" : JsonText.ToText(value);
}
