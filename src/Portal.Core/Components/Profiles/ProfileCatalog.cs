using System.Collections.Frozen;

namespace Portal.Core.Components.Profiles;

/// <summary>The profiles that come with the portal: the files of Catalog/Profiles.</summary>
public sealed class ProfileCatalog
{
    private readonly FrozenDictionary<string, ProfileContent> _profiles;

    private ProfileCatalog(IEnumerable<ProfileContent> profiles) => _profiles = profiles.ToFrozenDictionary(profile => profile.Name);

    public IEnumerable<ProfileContent> Profiles => _profiles.Values.OrderBy(profile => profile.Name, StringComparer.Ordinal);

    public static ProfileCatalog Load() => new(
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Components", "Catalog", "Profiles"), "*.yaml").Select(file => ProfileYamlReader.Read(File.ReadAllText(file))));

    public ProfileContent? Find(string name) => _profiles.GetValueOrDefault(name);
}
