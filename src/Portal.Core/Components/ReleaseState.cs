namespace Portal.Core.Components;

/// <summary>What the portal says of a component on a cluster. The same words in the pages and in the API.</summary>
public enum ReleaseState
{
    /// <summary>An install or upgrade runs.</summary>
    Installing,

    Ready,

    /// <summary>Installed, but a workload is not ready.</summary>
    Degraded,

    /// <summary>The last install, upgrade or roll-back failed.</summary>
    Failed,

    Uninstalling,
}
