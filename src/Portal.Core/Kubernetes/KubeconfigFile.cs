namespace Portal.Core.Kubernetes;

/// <summary>The three lists of a kubeconfig, each entry by its name.</summary>
internal sealed class KubeconfigFile
{
    public const int MaxEntries = 256;

    private readonly Dictionary<string, KubeconfigMap> _clusters;
    private readonly Dictionary<string, KubeconfigMap> _users;
    private readonly Dictionary<string, KubeconfigMap> _contexts;

    private KubeconfigFile(KubeconfigMap root)
    {
        CheckHeader(root, "apiVersion", "v1");
        CheckHeader(root, "kind", "Config");
        CurrentContext = root.FindText("current-context") ?? "";
        _clusters = ReadNamed(root, "clusters", "cluster");
        _users = ReadNamed(root, "users", "user");
        _contexts = ReadNamed(root, "contexts", "context");
        if (_contexts.Count == 0)
        {
            throw KubeconfigProblems.Refuse("contexts", "It has no entry, so there is nothing to choose.", KubeconfigProblems.Flatten);
        }
    }

    public string CurrentContext { get; }

    public IEnumerable<string> ContextNames => _contexts.Keys;

    public static KubeconfigFile Read(string text) => new(KubeconfigYaml.Parse(KubeconfigText.Check(text)).AsMap());

    /// <summary>The context of that name; the current one for an empty name.</summary>
    public KubeconfigMap FindContext(string name)
    {
        var wanted = name.Length > 0 ? name : CurrentContext;
        if (wanted.Length == 0 && _contexts.Count == 1)
        {
            return _contexts.Values.Single();
        }

        if (wanted.Length == 0)
        {
            throw KubeconfigProblems.Refuse("current-context", "It is not set, and the file has more than one context.", "Choose one of the contexts.");
        }

        return _contexts.GetValueOrDefault(wanted) ?? throw KubeconfigProblems.Refuse(
            name.Length > 0 ? "contexts" : "current-context", "The file has no context of the chosen name.", "Choose one of the contexts in the file.");
    }

    public string NameOf(KubeconfigMap context) => _contexts.First(pair => ReferenceEquals(pair.Value, context)).Key;

    public KubeconfigMap ClusterOf(KubeconfigMap context) => Follow(context, "cluster", "clusters", _clusters);

    public KubeconfigMap UserOf(KubeconfigMap context) => Follow(context, "user", "users", _users);

    private static KubeconfigMap Follow(KubeconfigMap context, string field, string list, Dictionary<string, KubeconfigMap> entries)
    {
        var name = context.FindText(field) ?? throw KubeconfigProblems.Refuse(
            context.PathOf(field), "It is missing, so the context is incomplete.", KubeconfigProblems.Flatten);
        return entries.GetValueOrDefault(name) ?? throw KubeconfigProblems.Refuse(
            context.PathOf(field), $"No entry of {list} has the name that it gives.", KubeconfigProblems.Flatten);
    }

    private static Dictionary<string, KubeconfigMap> ReadNamed(KubeconfigMap root, string list, string body)
    {
        var items = root.Find(list)?.AsList() ?? [];
        if (items.Count > MaxEntries)
        {
            throw KubeconfigProblems.Refuse(list, $"It has more than {MaxEntries} entries.", "Keep the one context you need: kubectl config view --raw --flatten --minify.");
        }

        Dictionary<string, KubeconfigMap> named = [];
        foreach (var item in items.Select(item => item.AsMap()))
        {
            var name = item.FindText("name") ?? throw KubeconfigProblems.Refuse(item.PathOf("name"), "It is missing.", "Give the entry a name.");
            var value = item.Find(body)?.AsMap() ?? throw KubeconfigProblems.Refuse(item.PathOf(body), "It is missing.", KubeconfigProblems.Flatten);
            if (name.Length > 512)
            {
                throw KubeconfigProblems.Refuse(item.PathOf("name"), "It is longer than 512 characters.", "Shorten it.");
            }

            if (!named.TryAdd(name, value))
            {
                throw KubeconfigProblems.Refuse(item.PathOf("name"), $"Another entry of {list} has the same name, so the choice is ambiguous.", "Rename or remove one of them.");
            }
        }

        return named;
    }

    private static void CheckHeader(KubeconfigMap root, string key, string wanted)
    {
        if (root.FindText(key) is { } value && value != wanted)
        {
            throw KubeconfigProblems.Refuse(key, $"It must be {wanted}: this is another kind of file.", KubeconfigProblems.Flatten);
        }
    }
}
