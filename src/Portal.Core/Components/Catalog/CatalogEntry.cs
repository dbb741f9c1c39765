using System.Text.Json.Nodes;

namespace Portal.Core.Components.Catalog;

/// <summary>A component as its file in the catalogue describes it. The schema beside it is the contract of the file.</summary>
public sealed record CatalogEntry
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required string Category { get; init; }

    public required string Docs { get; init; }

    public required ChartSource Chart { get; init; }

    /// <summary>Newest first; never empty.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    public required string ReleaseName { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Where it belongs; never empty.</summary>
    public required IReadOnlyList<ComponentScope> Scope { get; init; }

    /// <summary>The name of the system that it is a part of, or null.</summary>
    public string? System { get; init; }

    /// <summary>YAML laid over the chart's own values; "${version}" stands for the chart's version.</summary>
    public string DefaultValues { get; init; } = "";

    /// <summary>A JSON schema for defaults and given values together, or null. What is secret in it has writeOnly.</summary>
    public JsonObject? ValuesSchema { get; init; }

    /// <summary>YAML that a person could give, for what the schema requires beyond the defaults.</summary>
    public string ExampleValues { get; init; } = "";

    public ComponentRequirements Requirements { get; init; } = new();

    /// <summary>What cannot be on the same cluster.</summary>
    public IReadOnlyList<ComponentConflict> Conflicts { get; init; } = [];

    public ComponentClaims Claims { get; init; } = new();

    public UpgradeRules Upgrade { get; init; } = new();

    public UninstallRules Uninstall { get; init; } = new();

    /// <summary>What Prometheus is asked about it.</summary>
    public IReadOnlyList<HealthQuery> Health { get; init; } = [];

    public required ComponentReadiness Readiness { get; init; }

    public ComponentLeftovers Leftovers { get; init; } = new();

    public string LatestVersion => Versions[0];

    /// <summary>The default values for one chart version.</summary>
    public string DefaultValuesFor(string version) => DefaultValues.Replace("${version}", version, StringComparison.Ordinal);
}

/// <param name="Repository">http(s):// or oci://; null when upstream publishes it in none.</param>
/// <param name="Source">Where its sources are when it has no repository: somebody has to bring it into the mirror.</param>
public sealed record ChartSource(string Name, string? Repository, ChartCrds Crds = ChartCrds.None, string? Source = null);

/// <summary>Where a chart keeps its custom resource definitions.</summary>
public enum ChartCrds
{
    None,

    /// <summary>Among its templates: helm upgrades them, and they carry their release's name.</summary>
    Templates,

    /// <summary>In its folder crds/: helm installs what is missing, and never upgrades or removes.</summary>
    Folder,
}
