namespace Portal.Core.Components;

/// <summary>What a rollout's change of a component says beside cluster, component and kind. Holds no values: they are encrypted beside it.</summary>
/// <param name="Version">The chart version to install or upgrade to; null for roll-back and uninstall.</param>
/// <param name="ToRevision">The revision to roll back to, else null.</param>
/// <param name="KeepValues">True when an upgrade leaves the values as they are.</param>
/// <param name="System">The system that it is a part of, or null.</param>
public sealed record ReleaseChange(string? Version, int? ToRevision = null, bool KeepValues = false, Guid? System = null);
