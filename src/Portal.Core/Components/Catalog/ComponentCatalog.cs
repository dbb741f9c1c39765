using System.Collections.Frozen;
using Portal.Core.Problems;

namespace Portal.Core.Components.Catalog;

/// <summary>
/// The components and systems that the portal knows, read at start from the files beside the assembly and, when set, from the
/// folder that <see cref="ComponentsOptions.CatalogDirectory"/> names. A file there replaces a built-in one of the same name.
/// </summary>
public sealed class ComponentCatalog
{
    private readonly FrozenDictionary<string, CatalogEntry> _entries;
    private readonly FrozenDictionary<string, CatalogSystem> _systems;

    private ComponentCatalog(IEnumerable<CatalogEntry> entries, IEnumerable<CatalogSystem> systems)
    {
        _entries = entries.ToFrozenDictionary(entry => entry.Name);
        _systems = systems.ToFrozenDictionary(system => system.Name);
        Entries = [.. _entries.Values.OrderBy(entry => entry.Title, StringComparer.OrdinalIgnoreCase)];
        Systems = [.. _systems.Values.OrderBy(system => system.Title, StringComparer.OrdinalIgnoreCase)];
        CatalogReferences.Check(this);
    }

    /// <summary>By title.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>By title. A system may have the name of a component: they are looked up apart.</summary>
    public IReadOnlyList<CatalogSystem> Systems { get; }

    internal static string BuiltInDirectory => Path.Combine(AppContext.BaseDirectory, "Components", "Catalog");

    /// <summary>Reads all folders. Throws <see cref="CatalogException"/> with the file and path of every fault.</summary>
    public static ComponentCatalog Load(string? addedDirectory)
    {
        var entries = new Dictionary<string, CatalogEntry>();
        var systems = new Dictionary<string, CatalogSystem>();
        foreach (var directory in new[] { BuiltInDirectory, Path.Combine(BuiltInDirectory, "Systems"), addedDirectory }.OfType<string>())
        {
            var here = new Dictionary<string, string>();
            foreach (var path in Files(directory))
            {
                var file = Path.GetFileName(path);
                var read = CatalogReader.Read(file, File.ReadAllText(path));
                if (read.System is { } system)
                {
                    Once(here, $"system {system.Name}", system.Name, file);
                    systems[system.Name] = system;
                }
                else if (read.Entry is { } entry)
                {
                    Once(here, entry.Name, entry.Name, file);
                    entries[entry.Name] = entry;
                }
            }
        }

        return new ComponentCatalog(entries.Values, systems.Values);
    }

    public CatalogEntry? Find(string name) => _entries.GetValueOrDefault(name);

    public CatalogSystem? FindSystem(string name) => _systems.GetValueOrDefault(name);

    /// <summary>Throws NotFound.</summary>
    public CatalogEntry Get(string name) => Find(name) ?? throw ProblemException.NotFound(
        $"The catalogue has no component \"{name}\"", "Pick a component from the catalogue.");

    /// <summary>Throws NotFound.</summary>
    public CatalogSystem GetSystem(string name) => FindSystem(name) ?? throw ProblemException.NotFound(
        $"The catalogue has no system \"{name}\"", "Pick a system from the catalogue.");

    private static void Once(Dictionary<string, string> here, string key, string name, string file)
    {
        if (!here.TryAdd(key, file))
        {
            throw new CatalogException($"{file}: /name: \"{name}\" is also the name in {here[key]}");
        }
    }

    private static IEnumerable<string> Files(string directory) => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal)
        : throw new CatalogException($"{ComponentsOptions.CatalogDirectoryKey}: the folder {directory} does not exist");
}
