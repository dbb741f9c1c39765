using System.Globalization;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Tables;

/// <summary>The expressions of table columns: a function's name and its arguments in parentheses, or a path.</summary>
public sealed partial class Cells(DateTimeOffset now, Cluster cluster)
{
    private readonly Cluster _cluster = cluster;

    public object? Value(string expression, Map obj, string type)
    {
        var open = expression.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return At(obj, expression) ?? "";
        }

        var arguments = expression[(open + 1)..^1];
        var paths = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return expression[..open] switch
        {
            "text" => paths.Length == 0 ? "" : Text(At(obj, paths[0])),
            "trim" => Text(At(obj, paths[0])).Trim(),
            "known" => At(obj, paths[0]) is string { Length: > 0 } s ? s : "<unknown>",
            "none" => paths[0] == "age" ? (At(obj, paths[1]) is string when1 ? Age(when1) : "<none>") : At(obj, paths[0]) is { } v and not "" ? Text(v) : "<none>",
            "na" => At(obj, paths[0]) is { } v ? Text(v) : "N/A",
            "unset" => "<unset>",
            "number" => At(obj, paths[0]) as long? ?? 0L,
            "count" => (long)paths.Sum(p => At(obj, p) switch { Map m => m.Count, Seq s => s.Count, _ => 0 }),
            "bool" => At(obj, paths[0]) is true ? (type == "boolean" ? true : "true") : type == "boolean" ? false : (object)"false",
            "ratio" => $"{At(obj, paths[0]) ?? 0L}/{At(obj, paths[1]) ?? 0L}",
            "age" => paths.Select(p => At(obj, p)).OfType<string>().FirstOrDefault() is { } when2 ? Age(when2) : "<unknown>",
            "labels" => Labels(At(obj, paths[0]) as Map),
            "modes" => string.Join(",", (At(obj, paths[0]) as Seq ?? []).Select(m => m switch { "ReadWriteOnce" => "RWO", "ReadOnlyMany" => "ROX", "ReadWriteMany" => "RWX", _ => "RWOP" })),
            "path" => Custom(obj, arguments, type),
            var name => Special(name, arguments, obj),
        };
    }

    /// <summary>The time since, as kubectl writes it: two units while they matter.</summary>
    public string Age(string timestamp) => Duration(now - DateTimeOffset.Parse(timestamp, CultureInfo.InvariantCulture));

    public static string Duration(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        if (seconds < 0)
        {
            return seconds < -1 ? "<invalid>" : "0s";
        }

        if (seconds < 120)
        {
            return $"{seconds}s";
        }

        var minutes = seconds / 60;
        if (minutes < 10)
        {
            return seconds % 60 == 0 ? $"{minutes}m" : $"{minutes}m{seconds % 60}s";
        }

        if (minutes < 180)
        {
            return $"{minutes}m";
        }

        var hours = minutes / 60;
        if (hours < 8)
        {
            return minutes % 60 == 0 ? $"{hours}h" : $"{hours}h{minutes % 60}m";
        }

        if (hours < 48)
        {
            return $"{hours}h";
        }

        if (hours < 192)
        {
            return hours % 24 == 0 ? $"{hours / 24}d" : $"{hours / 24}d{hours % 24}h";
        }

        return hours < 24 * 365 * 2 ? $"{hours / 24}d" : hours < 24 * 365 * 8 && hours / 24 % 365 != 0 ? $"{hours / 24 / 365}y{hours / 24 % 365}d" : $"{hours / 24 / 365}y";
    }

    private static object? At(Map obj, string path) => obj.At(path.TrimStart('.').Split('.'));

    private static string Text(object? value) => value switch { null => "", string s => s, bool b => b ? "true" : "false", long l => l.ToString(CultureInfo.InvariantCulture), _ => JsonText.ToText(value) };

    private static string Labels(Map? labels) => labels is null or { Count: 0 } ? "<none>" : string.Join(",", labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    private object? Custom(Map obj, string path, string type)
    {
        var value = JsonPath.Find(obj, path);
        return (type, value) switch
        {
            (_, null) => null,
            ("date", string time) => DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out _) ? Age(time) : "<unknown>",
            ("integer", double d) => (long)d,
            ("integer" or "number" or "boolean", _) => value,
            _ => Text(value),
        };
    }
}
