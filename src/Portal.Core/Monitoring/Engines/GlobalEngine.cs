using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Engines;

/// <summary>What a global engine is.</summary>
public enum EngineKind
{
    /// <summary>A Prometheus that federates, or to which clusters write.</summary>
    Prometheus,

    /// <summary>Thanos Query.</summary>
    Thanos,

    /// <summary>Mimir, of one tenant.</summary>
    Mimir,

    VictoriaMetrics,
}

/// <summary>A server that has the series of many clusters of a fleet, as a person has given it: one a fleet at most.</summary>
public sealed class GlobalEngine : GivenEndpoint
{
    public const string DefaultLabel = "cluster";

    public required Guid FleetId { get; init; }

    public required EngineKind Kind { get; set; }

    /// <summary>Whose series are asked for (X-Scope-OrgID); empty for none.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>The label by which its series tell their cluster.</summary>
    public string ClusterLabel { get; set; } = DefaultLabel;

    /// <summary>What that label says of clusters, by their names in the portal, where it is not that name.</summary>
    public Dictionary<string, string> ClusterValues { get; set; } = [];
}
