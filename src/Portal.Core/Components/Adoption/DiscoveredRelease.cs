namespace Portal.Core.Components.Adoption;

/// <summary>A helm release that was found in a cluster. Holds none of its values.</summary>
public sealed class DiscoveredRelease
{
    public required Guid ClusterId { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>Helm's newest revision.</summary>
    public int Revision { get; set; }

    /// <summary>As helm says it: deployed, failed, pending-upgrade, …</summary>
    public required string Status { get; set; }

    public string Chart { get; set; } = "";

    public string Version { get; set; } = "";

    public string AppVersion { get; set; } = "";

    /// <summary>The chart's home and sources: what tells charts of the same name apart.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>When helm changed it last; null when its record does not say.</summary>
    public DateTimeOffset? UpdatedAt { get; set; }

    /// <summary>Tells helm's newest record from a later one, so that an unchanged one is not read again.</summary>
    public string Record { get; set; } = "";

    /// <summary>Why its record could not be read; else empty.</summary>
    public string Problem { get; set; } = "";
}
