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

    /// <summary>YAML laid over the chart's own values; "${version}" stands for the chart's version.</summary>
    public string DefaultValues { get; init; } = "";

    /// <summary>A JSON schema for defaults and given values together, or null.</summary>
    public JsonObject? ValuesSchema { get; init; }

    public ComponentRequirements Requirements { get; init; } = new();

    public required ComponentReadiness Readiness { get; init; }

    public ComponentLeftovers Leftovers { get; init; } = new();

    public string LatestVersion => Versions[0];

    /// <summary>The default values for one chart version.</summary>
    public string DefaultValuesFor(string version) => DefaultValues.Replace("${version}", version, StringComparison.Ordinal);
}

/// <param name="Repository">http(s):// or oci://.</param>
public sealed record ChartSource(string Name, string Repository, ChartCrds Crds = ChartCrds.None);

/// <summary>Where a chart keeps its custom resource definitions.</summary>
public enum ChartCrds
{
    None,

    /// <summary>Among its templates: helm upgrades them, and they carry their release's name.</summary>
    Templates,

    /// <summary>In its folder crds/: helm installs what is missing, and never upgrades or removes.</summary>
    Folder,
}

public sealed record ComponentRequirements
{
    /// <summary>A range as npm writes it, or null for any.</summary>
    public string? Kubernetes { get; init; }

    public IReadOnlyList<ComponentDependency> Components { get; init; } = [];
}

/// <param name="Versions">A range as npm writes it, or null for any.</param>
public sealed record ComponentDependency(string Name, string? Versions = null);

/// <summary>What must be so in the cluster before the portal says "ready".</summary>
public sealed record ComponentReadiness
{
    public IReadOnlyList<ReadyWorkload> Workloads { get; init; } = [];

    public IReadOnlyList<ReadyJob> Jobs { get; init; } = [];

    public IReadOnlyList<string> Crds { get; init; } = [];
}

/// <param name="Kind">Deployment, StatefulSet or DaemonSet.</param>
/// <param name="Namespace">Null for the component's own.</param>
/// <param name="EnabledBy">The dotted path of a boolean value; where it is false the workload is not made.</param>
public sealed record ReadyWorkload(string Kind, string Name, string? Namespace = null, string? EnabledBy = null);

/// <param name="RemovedWhenDone">True when a missing job counts as done: it is cleaned up by a time to live or by helm.</param>
public sealed record ReadyJob(string Name, string? Namespace = null, string? EnabledBy = null, bool RemovedWhenDone = false);

/// <summary>What may outlive an uninstall.</summary>
public sealed record ComponentLeftovers
{
    public IReadOnlyList<string> Crds { get; init; } = [];

    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Prefixes of names of webhook configurations.</summary>
    public IReadOnlyList<string> Webhooks { get; init; } = [];

    /// <summary>In the component's namespace.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}
