namespace Portal.Core.Components.Catalog;

/// <summary>What may outlive an uninstall.</summary>
public sealed record ComponentLeftovers
{
    public IReadOnlyList<string> Crds { get; init; } = [];

    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Prefixes of names of webhook configurations.</summary>
    public IReadOnlyList<string> Webhooks { get; init; } = [];

    /// <summary>In the component's namespace.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Anything else.</summary>
    public IReadOnlyList<LeftObject> Objects { get; init; } = [];
}

/// <param name="Namespace">Null for a cluster-wide object.</param>
public sealed record LeftObject(string ApiVersion, string Kind, string Name, string? Namespace = null);

/// <summary>What must be done before a chart is uninstalled.</summary>
public sealed record UninstallRules
{
    public IReadOnlyList<RemovedFirst> First { get; init; } = [];
}

/// <summary>Objects that must be gone before the chart goes: what clears their finalizers is in it.</summary>
/// <param name="Crd">The name of their definition.</param>
/// <param name="Why">A sentence.</param>
public sealed record RemovedFirst(string Crd, string Why);
