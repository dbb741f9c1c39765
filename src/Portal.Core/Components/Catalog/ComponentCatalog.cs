using System.Collections.Frozen;
using Portal.Core.Problems;

namespace Portal.Core.Components.Catalog;

/// <summary>
/// The components that the portal knows, read at start from the files beside the assembly and, when set, from the folder
/// that <see cref="ComponentsOptions.CatalogDirectory"/> names. A file there replaces a built-in entry of the same name.
/// </summary>
public sealed class ComponentCatalog
{
    private readonly FrozenDictionary<string, CatalogEntry> _entries;

    private ComponentCatalog(IEnumerable<CatalogEntry> entries)
    {
        _entries = entries.ToFrozenDictionary(entry => entry.Name);
        Entries = [.. _entries.Values.OrderBy(entry => entry.Title, StringComparer.OrdinalIgnoreCase)];
        foreach (var entry in Entries)
        {
            if (entry.Requirements.Components.FirstOrDefault(needed => !_entries.ContainsKey(needed.Name)) is { } missing)
            {
                throw new CatalogException($"{entry.Name}: /requirements/components: no entry of the catalogue is called \"{missing.Name}\"");
            }
        }
    }

    /// <summary>By title.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    internal static string BuiltInDirectory => Path.Combine(AppContext.BaseDirectory, "Components", "Catalog");

    /// <summary>Reads both folders. Throws <see cref="CatalogException"/> with the file and path of every fault.</summary>
    public static ComponentCatalog Load(string? addedDirectory)
    {
        var entries = new Dictionary<string, CatalogEntry>();
        foreach (var directory in new[] { BuiltInDirectory, addedDirectory }.OfType<string>())
        {
            var here = new Dictionary<string, string>();
            foreach (var file in Files(directory))
            {
                var name = Path.GetFileName(file);
                var entry = CatalogReader.Read(name, File.ReadAllText(file));
                if (!here.TryAdd(entry.Name, name))
                {
                    throw new CatalogException($"{name}: /name: \"{entry.Name}\" is also the name in {here[entry.Name]}");
                }

                entries[entry.Name] = entry;
            }
        }

        return new ComponentCatalog(entries.Values);
    }

    public CatalogEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Throws NotFound.</summary>
    public CatalogEntry Get(string name) => Find(name) ?? throw ProblemException.NotFound(
        $"The catalogue has no component \"{name}\"", "Pick a component from the catalogue.");

    private static IEnumerable<string> Files(string directory) => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal)
        : throw new CatalogException($"{ComponentsOptions.CatalogDirectoryKey}: the folder {directory} does not exist");
}
