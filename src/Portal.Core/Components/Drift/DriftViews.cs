namespace Portal.Core.Components.Drift;

/// <summary>A line of the list of releases.</summary>
/// <param name="Drifted">How many objects differ, but for what is accepted.</param>
public sealed record DriftSummary(Guid ReleaseId, DriftState State, int Drifted, DateTimeOffset? CheckedAt);

/// <summary>A release compared with its manifest.</summary>
/// <param name="Asked">True while a fresh comparison is awaited.</param>
/// <param name="Problem">Why nothing is known; empty when something is.</param>
/// <param name="Compared">How many objects were compared.</param>
public sealed record DriftDetail(
    DriftState State, DateTimeOffset? CheckedAt, bool Asked, string Problem, int Revision, int Compared,
    IReadOnlyList<DriftedObject> Drifted, IReadOnlyList<AcceptedView> Accepted);

/// <summary>What somebody accepted.</summary>
/// <param name="There">False when the cluster no longer has it so: accepting it has no effect any more.</param>
public sealed record AcceptedView(Guid Id, string Key, string Path, DateTimeOffset At, string By, bool There);

/// <param name="Key">The key of an object of the comparison.</param>
/// <param name="Paths">Fields of it; null for all of them.</param>
public sealed record AcceptDriftRequest(string Key, IReadOnlyList<string>? Paths = null);
