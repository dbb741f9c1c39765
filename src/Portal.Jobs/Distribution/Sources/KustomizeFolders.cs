using System.Text.Json.Nodes;
using Portal.Core.Components.Values;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Jobs.Distribution.Sources.Git;

namespace Portal.Jobs.Distribution.Sources;

/// <summary>
/// Everything that a kustomization needs, found before kubectl sees any of it: the folders of the repository that it builds
/// on. What refers to anywhere else is refused, as nothing is fetched for it.
/// </summary>
internal sealed class KustomizeFolders(GitCheckout checkout)
{
    public static readonly string[] Names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    private const int MostFolders = 100;
    private static readonly YamlLimits Limits = new(256 * 1024, 20_000, 32);
    private static readonly string[] FoldersOrFiles = ["resources", "bases", "components"];
    private static readonly string[] Files = ["crds", "configurations"];
    private static readonly string[] WithPath = ["patches", "patchesJson6902", "replacements"];
    private static readonly string[] Unsupported = ["generators", "transformers", "validators", "helmCharts", "helmChartInflationGenerator", "helmGlobals"];
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    /// <summary>The folders to be written out, that of the kustomization included.</summary>
    public IReadOnlyCollection<string> Find(string folder)
    {
        Visit(folder, []);
        return _done;
    }

    public static string? KustomizationOf(GitCheckout checkout, string folder) =>
        Names.Select(name => Below(folder, name)).FirstOrDefault(path => checkout.Find(path) == GitEntryKind.File);

    private static string Below(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    private void Visit(string folder, List<string> above)
    {
        if (above.Contains(folder))
        {
            throw SourceFaults.Refuse(checkout.Address, $"The kustomization in /{folder} is built on itself, by way of {string.Join(", ", above.Select(one => $"/{one}"))}.", "Remove the circle from its resources.");
        }

        if (_done.Contains(folder))
        {
            return;
        }

        if (_done.Count == MostFolders)
        {
            throw SourceFaults.TooLarge(checkout.Address, $"The kustomization is built on more than {MostFolders} folders.");
        }

        var file = KustomizationOf(checkout, folder) ?? throw SourceFaults.Refuse(checkout.Address, $"The folder /{folder} holds no kustomization.yaml, and one is built on it.", "Add the file, or correct what refers to the folder.");
        var content = Read(file);
        _done.Add(folder);
        foreach (var name in Unsupported.Where(name => content[name] is not null))
        {
            throw SourceFaults.Refuse(checkout.Address, $"{file} has the field {name}, and such plugins and charts are not run.", "Render them beforehand, and commit what they lead to.");
        }

        foreach (var entry in FoldersOrFiles.SelectMany(name => Texts(content[name])))
        {
            if (Demand(file, folder, entry) is var path && checkout.Find(path) == GitEntryKind.Folder)
            {
                Visit(path, [.. above, folder]);
            }
        }

        foreach (var entry in FilesOf(content))
        {
            Demand(file, folder, entry);
        }
    }

    private JsonObject Read(string file)
    {
        try
        {
            return StrictYaml.Parse(checkout.ReadText(file), Limits) as JsonObject ?? [];
        }
        catch (StrictYamlException error)
        {
            throw SourceFaults.Refuse(checkout.Address, $"{file} cannot be read: {error.Message}.", "Correct the file.", error);
        }
    }

    private static IEnumerable<string> FilesOf(JsonObject content)
    {
        var generated = Objects(content["configMapGenerator"]).Concat(Objects(content["secretGenerator"])).ToList();
        return Files.SelectMany(name => Texts(content[name]))
            .Concat(WithPath.SelectMany(name => Objects(content[name])).SelectMany(item => Texts(item["path"])))
            .Concat(Texts(content["patchesStrategicMerge"]).Where(entry => !entry.Contains('\n', StringComparison.Ordinal)))
            .Concat(Texts((content["openapi"] as JsonObject)?["path"]))
            .Concat(generated.SelectMany(item => Texts(item["files"])).Select(entry => entry[(entry.IndexOf('=', StringComparison.Ordinal) + 1)..]))
            .Concat(generated.SelectMany(item => Texts(item["envs"]).Concat(Texts(item["env"]))));
    }

    /// <summary>The path within the repository of what a kustomization refers to.</summary>
    private string Demand(string file, string folder, string entry) =>
        GitAddress.Resolve(folder, entry) is { } path && checkout.Find(path) != GitEntryKind.None
            ? path
            : throw SourceFaults.Refuse(checkout.Address, $"{file} refers to {entry}, which is not in the repository, and nothing is fetched from elsewhere.", "Put it into the repository, and refer to it by its path.");

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node is JsonArray items ? items.OfType<JsonObject>() : [];
}
