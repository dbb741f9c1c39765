namespace Portal.Jobs.Clusters.Health;

/// <summary>How the estate is watched. Bound from "Health:…".</summary>
public sealed class HealthOptions
{
    public const string Section = "Health";

    /// <summary>Clusters that one worker looks at at the same time. Those that failed last have half as many places of their own.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>How long a cluster may take before its look gives its place to the next, and goes on without one.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>For readiness and nodes of one cluster.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>For version and running pods, which are read more seldom.</summary>
    public TimeSpan InventoryTimeout { get; set; } = TimeSpan.FromSeconds(20);

    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The pause before a change of state is looked at again, to be believed.</summary>
    public TimeSpan ConfirmAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause for a cluster that has long been unreachable.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The age at which requested resources are read again.</summary>
    public TimeSpan InventoryInterval { get; set; } = TimeSpan.FromMinutes(5);
}
