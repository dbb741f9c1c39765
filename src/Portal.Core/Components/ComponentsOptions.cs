namespace Portal.Core.Components;

/// <summary>The section "Components" of the configuration.</summary>
public sealed class ComponentsOptions
{
    public const string Section = "Components";
    public const string CatalogDirectoryKey = "Components:CatalogDirectory";
    public const string ChartMirrorKey = "Components:ChartMirror";

    /// <summary>A folder with more catalogue files, or null.</summary>
    public string? CatalogDirectory { get; set; }

    /// <summary>A chart repository (http, https or oci) that takes the place of every other: for use without the internet.</summary>
    public string? ChartMirror { get; set; }

    /// <summary>The largest chart archive that is fetched, in bytes.</summary>
    public long MaxChartBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>How long a component may take to become ready.</summary>
    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a call of helm may take.</summary>
    public TimeSpan HelmTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often readiness is looked at while a component is awaited.</summary>
    public TimeSpan ReadyPollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long Karmada may take to withdraw from a member what it has carried there, before an unjoin says what holds it up.</summary>
    public TimeSpan UnjoinTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the pods of an edge node may take to be evicted before its removal says what keeps them.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How old a release's last look may be before the recurring check looks again.</summary>
    public TimeSpan HealthInterval { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How old a cluster's last look for helm releases may be before it is looked at again.</summary>
    public TimeSpan DiscoveryInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How old a release's last comparison with its manifest may be before it is compared again.</summary>
    public TimeSpan DriftInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How old the last run of a system's step may be before it is looked whether what it depends on has changed.</summary>
    public TimeSpan FollowInterval { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Deployments hand every variable down, set or not: an empty one says nothing.</summary>
    internal void TreatEmptyAsUnset()
    {
        CatalogDirectory = string.IsNullOrWhiteSpace(CatalogDirectory) ? null : CatalogDirectory;
        ChartMirror = string.IsNullOrWhiteSpace(ChartMirror) ? null : ChartMirror;
    }
}
