using System.Reflection;

namespace ClusterSim.Tables;

/// <summary>The tables of facts, embedded in the assembly.</summary>
public static class TableFiles
{
    private static readonly Assembly Owner = typeof(TableFiles).Assembly;

    public static IEnumerable<string> Names(string prefix) => Owner.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static string Text(string name)
    {
        using var stream = Owner.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Lines without comments and blank ones.</summary>
    public static string[] Lines(string name) => [.. Text(name).Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0 && l[0] != '#')];
}
