using System.Text.Json.Nodes;

namespace Portal.Core.Components.Catalog;

/// <summary>
/// Several components that make one system, on one cluster or on several with different roles, as its file describes it.
/// Each part stays a release of its own. The schema beside it is the contract of the file.
/// </summary>
public sealed record CatalogSystem
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required string Category { get; init; }

    public required string Docs { get; init; }

    /// <summary>Components that must have one version on all of the system's clusters.</summary>
    public IReadOnlyList<string> SameVersion { get; init; } = [];

    /// <summary>A JSON schema of what a person gives once for the whole system, or null.</summary>
    public JsonObject? Settings { get; init; }

    /// <summary>Never empty.</summary>
    public required IReadOnlyList<SystemRole> Roles { get; init; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<SystemStep> Steps { get; init; } = [];

    public SystemRole? Role(string name) => Roles.FirstOrDefault(role => role.Name == name);
}

/// <summary>What a cluster is to a system.</summary>
public sealed record SystemRole
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public ComponentScope Scope { get; init; } = ComponentScope.Member;

    /// <summary>How many clusters have the role at least.</summary>
    public int Min { get; init; } = 1;

    /// <summary>Null for any number.</summary>
    public int? Max { get; init; }

    /// <summary>Roles that are done before this one begins.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>In the order of their installation.</summary>
    public IReadOnlyList<SystemPart> Parts { get; init; } = [];
}

/// <summary>A component in a role.</summary>
/// <param name="Optional">True where the person chooses.</param>
/// <param name="Values">YAML laid over the component's default values and under what the person gives, with placeholders.</param>
public sealed record SystemPart(string Component, bool Optional = false, string Values = "");

/// <summary>What charts cannot do; runs once on every cluster of its roles.</summary>
/// <param name="Name">One of <see cref="SystemSteps.Known"/>.</param>
public sealed record SystemStep(string Name, IReadOnlyList<string> Roles)
{
    private readonly string? _title;

    /// <summary>What it does, for people: "Certificates of the mesh".</summary>
    public string Title
    {
        get => _title ?? Name;
        init => _title = value;
    }

    /// <summary>True where what it reads may change later: it is run again from time to time.</summary>
    public bool Follows { get; init; }

    /// <summary>Parts of the same cluster that wait for it.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Parts or steps of the same cluster that it waits for.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
}
