using ClusterSim.Tables;

namespace ClusterSim.Schemas;

/// <summary>The built-in resources of one minor version, in the order of discovery.</summary>
public sealed class KindTable
{
    private static readonly Dictionary<int, KindTable> Cache = [];
    private static readonly Dictionary<string, string> PackageOf = new(StringComparer.Ordinal)
    {
        [""] = "core",
        ["apiregistration.k8s.io"] = "apiregistration",
        ["rbac.authorization.k8s.io"] = "rbac",
        ["flowcontrol.apiserver.k8s.io"] = "flowcontrol",
    };

    private KindTable(int minor)
    {
        Types = TypeTable.For(minor);
        var all = new List<Resource>();
        string group = "", version = "";
        var served = true;
        foreach (var line in TableFiles.Lines("kinds.txt"))
        {
            var words = line.Split(' ');
            if (line[0] == '[')
            {
                var parts = words[0][1..^1].Split('/');
                (group, version) = parts.Length == 1 ? ("", parts[0]) : (parts[0], parts[1]);
                served = InRange(words, minor);
            }
            else if (served && InRange(words, minor))
            {
                all.Add(Read(words, group, version));
            }
        }

        All = all;
        Groups = [.. all.Select(r => r.Group).Distinct()];
    }

    public TypeTable Types { get; }

    public IReadOnlyList<Resource> All { get; }

    public IReadOnlyList<string> Groups { get; }

    public static KindTable For(int minor)
    {
        lock (Cache)
        {
            return Cache.TryGetValue(minor, out var table) ? table : Cache[minor] = new KindTable(minor);
        }
    }

    /// <summary>The name of a group's package of types (<c>apps.v1</c>).</summary>
    public static string Package(string group, string version) =>
        $"{(PackageOf.TryGetValue(group, out var name) ? name : group.Split('.')[0])}.{version}";

    private Resource Read(string[] words, string group, string version)
    {
        var kind = words[1];
        return new Resource
        {
            Group = group,
            Version = version,
            Plural = words[0],
            Kind = kind,
            Singular = Value(words, "singular=") ?? kind.ToLowerInvariant(),
            ListKind = kind + "List",
            Namespaced = words[2] == "ns",
            ShortNames = Value(words, "short=")?.Split(',') ?? [],
            Categories = Value(words, "cat=")?.Split(',') ?? [],
            Verbs = Value(words, "verbs=")?.Split(',') ?? Resource.AllVerbs,
            Subresources = [.. words.Where(w => w.StartsWith("sub=", StringComparison.Ordinal)).Select(w => Sub(w[4..], kind))],
            Schema = Types.Find($"{Package(group, version)}.{kind}") ?? Schema.Unknown,
        };
    }

    private static Subresource Sub(string text, string kind)
    {
        var parts = text.Split(':');
        var of = parts.Length > 2 ? parts[2].Split('/') : [kind];
        return new Subresource(parts[0], parts[1].Split(','), of[^1], of.Length > 1 ? of[0] : "", of.Length > 1 ? of[1] : "");
    }

    private static string? Value(string[] words, string prefix) => Array.Find(words, w => w.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];

    private static bool InRange(string[] words, int minor) =>
        int.Parse(Value(words, "since=") ?? "0") <= minor && minor <= int.Parse(Value(words, "until=") ?? "999");
}
