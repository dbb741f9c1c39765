using Portal.Core.Clusters;

namespace Portal.Core.Distribution.Applications;

/// <summary>An object that an application has on one cluster: what may be pruned, and what is known of its health.</summary>
public sealed class ApplicationObject
{
    public required Guid ApplicationId { get; init; }

    public required Guid ClusterId { get; init; }

    public Cluster? Cluster { get; init; }

    public required string Group { get; init; }

    public required string Kind { get; init; }

    /// <summary>Empty for what belongs to none.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The version of its API in which it was last applied: "apps/v1".</summary>
    public required string ApiVersion { get; set; }

    /// <summary>Null while it is being made.</summary>
    public string? Uid { get; set; }

    /// <summary>False for what somebody else had made and the application was told to overwrite: it is never removed.</summary>
    public required bool Created { get; set; }

    /// <summary>The revision that applied it last.</summary>
    public required int Revision { get; set; }

    public ObjectHealth Health { get; set; } = ObjectHealth.Unknown;

    public string HealthReason { get; set; } = "";

    /// <summary>Since when that is said of it; null when it was never looked at.</summary>
    public DateTimeOffset? HealthSince { get; set; }

    /// <summary>"Deployment shop/web".</summary>
    public string Label => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}

/// <summary>What the portal says of one object on one cluster.</summary>
public enum ObjectHealth
{
    Unknown,
    Ready,
    Progressing,
    Degraded,

    /// <summary>A field is not what the application says.</summary>
    OutOfSync,
    Missing,
}
