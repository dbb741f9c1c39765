using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Systems;

/// <summary>A system with its clusters and settings, installed or planned. May hold secrets: never into a log, message or result.</summary>
/// <param name="Members">Without those that leave.</param>
/// <param name="Settings">Over the defaults of the schema.</param>
/// <param name="Options">The optional parts that were chosen.</param>
public sealed record SystemModel(
    Guid Id, CatalogSystem Catalog, IReadOnlyList<SystemMember> Members, JsonObject Settings, IReadOnlySet<string> Options)
{
    /// <summary>Clusters that the system is being removed from.</summary>
    public IReadOnlyList<SystemMember> Leaving { get; init; } = [];

    /// <summary>The parts of a role that are wanted.</summary>
    public IEnumerable<SystemPart> Parts(string role) =>
        (Catalog.Role(role)?.Parts ?? []).Where(part => !part.Optional || Options.Contains(part.Component));

    /// <summary>The steps that are run for a role.</summary>
    public IEnumerable<SystemStep> Steps(string role) => Catalog.Steps.Where(step => step.Roles.Contains(role));

    /// <summary>Never the settings.</summary>
    public override string ToString() => $"SystemModel {{ {Catalog.Name} {Id} }}";
}
