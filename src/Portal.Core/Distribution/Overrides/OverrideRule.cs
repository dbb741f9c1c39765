using System.Text.Json.Nodes;
using Portal.Core.Distribution.Placement;

namespace Portal.Core.Distribution.Overrides;

/// <summary>What is different on some clusters, in the terms of a Karmada OverridePolicy's spec (one rule, and what it selects).</summary>
public sealed record OverrideRule
{
    /// <summary>The clusters; null for all.</summary>
    public ClusterAffinity? TargetCluster { get; init; }

    /// <summary>The objects; empty for all to which the overriders apply.</summary>
    public IReadOnlyList<ResourceSelector> ResourceSelectors { get; init; } = [];

    public Overriders Overriders { get; init; } = new();
}

/// <summary>Objects by what they are; what is left out does not restrict.</summary>
public sealed record ResourceSelector(string ApiVersion, string Kind, string? Namespace = null, string? Name = null);

/// <summary>The changes, in Karmada's order: images, commands, arguments, labels, annotations, then the plain patch.</summary>
public sealed record Overriders
{
    public IReadOnlyList<ImageOverrider> ImageOverrider { get; init; } = [];

    public IReadOnlyList<CommandOverrider> CommandOverrider { get; init; } = [];

    public IReadOnlyList<CommandOverrider> ArgsOverrider { get; init; } = [];

    public IReadOnlyList<MapOverrider> LabelsOverrider { get; init; } = [];

    public IReadOnlyList<MapOverrider> AnnotationsOverrider { get; init; } = [];

    public IReadOnlyList<PlaintextOverrider> Plaintext { get; init; } = [];
}

/// <param name="Component">Registry, Repository or Tag.</param>
/// <param name="Operator">add, remove or replace.</param>
/// <param name="Value">What it becomes, or what is added to it; not for remove.</param>
public sealed record ImageOverrider(string Component, string Operator, string? Value = null);

/// <param name="Operator">add or remove.</param>
public sealed record CommandOverrider(string ContainerName, string Operator, IReadOnlyList<string>? Value = null);

/// <param name="Operator">add, remove or replace.</param>
public sealed record MapOverrider(string Operator, IReadOnlyDictionary<string, string>? Value = null);

/// <param name="Path">A JSON pointer: "/spec/template/spec/nodeSelector".</param>
/// <param name="Operator">add, remove or replace.</param>
public sealed record PlaintextOverrider(string Path, string Operator, JsonNode? Value = null);
