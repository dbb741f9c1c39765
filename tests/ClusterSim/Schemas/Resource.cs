using System.Security.Cryptography;
using System.Text;

namespace ClusterSim.Schemas;

/// <summary>A resource under a group and version, as discovery lists it.</summary>
public sealed class Resource
{
    public static readonly IReadOnlyList<string> AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public required string Group { get; init; }

    public required string Version { get; init; }

    public required string Plural { get; init; }

    public required string Kind { get; init; }

    public string Singular { get; init; } = "";

    public string ListKind { get; init; } = "";

    public bool Namespaced { get; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    public IReadOnlyList<Subresource> Subresources { get; init; } = [];

    public Schema Schema { get; init; } = Schema.Unknown;

    /// <summary>Of a custom resource, what its CRD says of it; null for a built-in one.</summary>
    public CustomVersion? Custom { get; init; }

    public string GroupVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The form of messages: <c>deployments.apps</c>.</summary>
    public string Qualified => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Where objects are stored; versions of a kind share it, and so do the two APIs of events.</summary>
    public string StorageKey => Plural == "events" ? "events" : Qualified;

    public string StorageHash => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{Group}/{Version}/{Kind}")).AsSpan(0, 8));

    public bool Stored => Verbs.Contains("get") && Plural != "componentstatuses";

    public bool Has(string subresource) => Subresources.Any(s => s.Name == subresource);

    public override string ToString() => Qualified;
}

/// <summary>A subresource; <paramref name="Group"/> and <paramref name="Version"/> are empty where its kind is of the parent's group.</summary>
public sealed record Subresource(string Name, IReadOnlyList<string> Verbs, string Kind, string Group = "", string Version = "");
