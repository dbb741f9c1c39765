using ClusterSim.Json;

namespace ClusterSim.Storage;

/// <summary>
/// One revision of an object, kept as the bytes that clients get. It never changes, so clusters and watch logs share it freely.
/// </summary>
public sealed class StoredObject(string ns, string name, long revision, byte[] json)
{
    private Meta? _meta;

    public string Namespace { get; } = ns;

    public string Name { get; } = name;

    public long Revision { get; } = revision;

    public byte[] Json { get; } = json;

    public string Uid => (_meta ??= new Meta(Read())).Uid;

    /// <summary>The uids of the owners.</summary>
    public IReadOnlyList<string> Owners => (_meta ??= new Meta(Read())).Owners;

    /// <summary>The uid of the owner that controls the object, or null.</summary>
    public string? Controller => (_meta ??= new Meta(Read())).Controller;

    public bool Deleting => (_meta ??= new Meta(Read())).Deleting;

    public IReadOnlyDictionary<string, string> Labels => (_meta ??= new Meta(Read())).Labels;

    /// <summary>A copy to work on.</summary>
    public Map Read() => JsonText.ParseMap(Json);

    private sealed class Meta
    {
        private static readonly Dictionary<string, string> None = [];

        public Meta(Map obj)
        {
            Uid = obj.At("metadata", "uid") as string ?? "";
            var owners = (obj.Child("metadata") ?? []).Maps("ownerReferences").ToList();
            Owners = owners.Count == 0 ? [] : [.. owners.Select(o => o.Text("uid") ?? "")];
            Controller = owners.Find(o => o.Flag("controller"))?.Text("uid");
            Deleting = obj.At("metadata", "deletionTimestamp") is not null;
            Labels = obj.At("metadata", "labels") is Map labels ? labels.ToDictionary(l => l.Key, l => l.Value as string ?? "", StringComparer.Ordinal) : None;
        }

        public string Uid { get; }

        public IReadOnlyList<string> Owners { get; }

        public string? Controller { get; }

        public bool Deleting { get; }

        public IReadOnlyDictionary<string, string> Labels { get; }
    }
}

/// <summary>A change of the store, in the order of <paramref name="Revision"/>; <paramref name="Before"/> is null for a creation, <paramref name="After"/> holds the last state of a deleted object.</summary>
public sealed record StoreChange(string Key, ChangeType Type, StoredObject After, StoredObject? Before, long Revision);

public enum ChangeType
{
    Added,
    Modified,
    Deleted,
}
