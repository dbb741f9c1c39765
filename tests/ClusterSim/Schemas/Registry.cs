namespace ClusterSim.Schemas;

/// <summary>What one cluster serves: the built-in resources of its version and the custom ones of its CRDs.</summary>
public sealed class Registry(int minor)
{
    private volatile IReadOnlyList<Resource> _custom = [];

    public int Minor { get; } = minor;

    public KindTable BuiltIn { get; } = KindTable.For(minor);

    public IReadOnlyList<Resource> Custom
    {
        get => _custom;
        set => _custom = value;
    }

    public IEnumerable<Resource> All => BuiltIn.All.Concat(_custom);

    public Resource? Find(string group, string version, string plural)
    {
        foreach (var resource in BuiltIn.All)
        {
            if (resource.Plural == plural && resource.Group == group && resource.Version == version)
            {
                return resource;
            }
        }

        return _custom.FirstOrDefault(r => r.Plural == plural && r.Group == group && r.Version == version);
    }

    /// <summary>The resource of a kind; any version when <paramref name="version"/> is null.</summary>
    public Resource? FindKind(string group, string? version, string kind) =>
        All.FirstOrDefault(r => r.Kind == kind && r.Group == group && (version is null || r.Version == version));

    /// <summary>The first resource that is stored under <paramref name="key"/>.</summary>
    public Resource? FindStored(string key) => All.FirstOrDefault(r => r.StorageKey == key && r.Stored);

    public bool Serves(string group, string version) => All.Any(r => r.Group == group && r.Version == version);
}
