namespace ClusterSim.Json;

/// <summary>A JSON object: keys in the order they were added.</summary>
public sealed class Map : Dictionary<string, object?>
{
    public Map() : base(StringComparer.Ordinal)
    {
    }

    public Map(IEnumerable<KeyValuePair<string, object?>> items) : base(items, StringComparer.Ordinal)
    {
    }

    /// <summary>The value under <paramref name="key"/>, or null where there is none.</summary>
    public object? Get(string key) => TryGetValue(key, out var value) ? value : null;

    public string? Text(string key) => Get(key) as string;

    public long? Number(string key) => Get(key) switch { long l => l, double d => (long)d, _ => null };

    public bool Flag(string key) => Get(key) is true;

    public Map? Child(string key) => Get(key) as Map;

    public Seq? List(string key) => Get(key) as Seq;

    /// <summary>The objects of the list under <paramref name="key"/>; none where it is absent.</summary>
    public IEnumerable<Map> Maps(string key) => (Get(key) as Seq)?.OfType<Map>() ?? [];

    /// <summary>The object under <paramref name="key"/>, added when absent.</summary>
    public Map Ensure(string key)
    {
        if (Get(key) is Map map)
        {
            return map;
        }

        map = [];
        this[key] = map;
        return map;
    }

    /// <summary>Follows a path of keys through objects.</summary>
    public object? At(params ReadOnlySpan<string> path)
    {
        object? value = this;
        foreach (var key in path)
        {
            value = (value as Map)?.Get(key);
        }

        return value;
    }

    /// <summary>Sets <paramref name="key"/> where it is absent or null.</summary>
    public void Default(string key, object? value)
    {
        if (Get(key) is null)
        {
            this[key] = value;
        }
    }
}

/// <summary>A JSON array.</summary>
public sealed class Seq : List<object?>
{
    public Seq()
    {
    }

    public Seq(IEnumerable<object?> items) : base(items)
    {
    }
}
