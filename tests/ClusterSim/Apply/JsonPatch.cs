using System.Text.Json;
using ClusterSim.Api;
using ClusterSim.Json;

namespace ClusterSim.Apply;

/// <summary>RFC 6902 and RFC 7386.</summary>
public static class JsonPatch
{
    /// <exception cref="ApiException">400 for a patch that is none, 422 for one that cannot be applied.</exception>
    public static Map Apply(Map target, byte[] body)
    {
        if (Read(body) is not Seq operations)
        {
            throw Failures.BadRequest("error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch");
        }

        object? result = target.Copy();
        foreach (var operation in operations.OfType<Map>())
        {
            result = Operate(result, operation);
        }

        return result as Map ?? throw Rejected();
    }

    public static object? Merge(object? target, object? patch)
    {
        if (patch is not Map changes)
        {
            return JsonText.Clone(patch);
        }

        var result = target is Map map ? map.Copy() : [];
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                result.Remove(key);
            }
            else
            {
                result[key] = Merge(result.Get(key), value);
            }
        }

        return result;
    }

    public static object? Read(byte[] body)
    {
        try
        {
            return JsonText.Parse(body);
        }
        catch (JsonException)
        {
            throw Failures.BadRequest($"error decoding patch: {GoJson.SyntaxError(body)}");
        }
    }

    private static ApiException Rejected() => new(422, "Invalid", "the server rejected our request due to an error in our request", []);

    private static object? Operate(object? root, Map operation)
    {
        var path = Split(operation.Text("path"));
        var value = JsonText.Clone(operation.Get("value"));
        switch (operation.Text("op"))
        {
            case "add": return Set(root, path, value, insert: true);
            case "replace":
                Find(root, path);
                return Set(root, path, value, insert: false);
            case "remove": return Remove(root, path);
            case "test": return JsonText.Same(Find(root, path, orNull: value is null), value) ? root : throw Rejected();
            case "copy": return Set(root, path, JsonText.Clone(Find(root, Split(operation.Text("from")))), insert: true);
            case "move":
                var from = Split(operation.Text("from"));
                var moved = Find(root, from);
                return Set(Remove(root, from), path, moved, insert: true);
            default: throw Rejected();
        }
    }

    private static string[] Split(string? pointer) => pointer is null ? throw Rejected()
        : pointer.Length == 0 ? []
        : [.. pointer.Split('/').Skip(1).Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static object? Find(object? root, ReadOnlySpan<string> path, bool orNull = false)
    {
        foreach (var step in path)
        {
            switch (root)
            {
                case Map map when map.TryGetValue(step, out var next): root = next; break;
                case Seq list when int.TryParse(step, out var i) && i >= 0 && i < list.Count: root = list[i]; break;
                default: return orNull ? null : throw Rejected();
            }
        }

        return root;
    }

    private static object? Set(object? root, string[] path, object? value, bool insert)
    {
        if (path.Length == 0)
        {
            return value;
        }

        switch (Find(root, path.AsSpan(0, path.Length - 1)))
        {
            case Map map:
                map[path[^1]] = value;
                break;
            case Seq list when insert && path[^1] == "-":
                list.Add(value);
                break;
            case Seq list when int.TryParse(path[^1], out var i) && i >= 0 && i <= list.Count - (insert ? 0 : 1):
                if (insert)
                {
                    list.Insert(i, value);
                }
                else
                {
                    list[i] = value;
                }

                break;
            default: throw Rejected();
        }

        return root;
    }

    private static object? Remove(object? root, string[] path)
    {
        Find(root, path);
        switch (Find(root, path.AsSpan(0, Math.Max(0, path.Length - 1))))
        {
            case Map map when path.Length > 0: map.Remove(path[^1]); break;
            case Seq list when path.Length > 0: list.RemoveAt(int.Parse(path[^1])); break;
            default: throw Rejected();
        }

        return root;
    }
}
