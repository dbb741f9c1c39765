namespace Portal.Core.Components.Drift;

/// <summary>Whether a release's objects are as its manifest has them.</summary>
public enum DriftState
{
    /// <summary>Not looked at yet, or the last look failed or is old, or another revision runs since.</summary>
    Unknown,

    InSync,

    Drifted,
}

/// <summary>The last comparison of a release with its manifest. Holds no value of a Secret.</summary>
public sealed class ReleaseDrift
{
    public required Guid ReleaseId { get; init; }

    /// <summary>The revision that was compared.</summary>
    public int Revision { get; set; }

    /// <summary>When somebody asked for a fresh comparison; null when nobody did.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    public DateTimeOffset? TriedAt { get; set; }

    /// <summary>When the last comparison ended well.</summary>
    public DateTimeOffset? CheckedAt { get; set; }

    /// <summary>Why the last try failed; else empty.</summary>
    public string Problem { get; set; } = "";

    /// <summary>How many objects the manifest has.</summary>
    public int Objects { get; set; }

    /// <summary>What differed then, what was accepted included.</summary>
    public List<DriftedObject> Found { get; set; } = [];
}

/// <summary>A difference that somebody wants to be so.</summary>
public sealed class AcceptedDrift
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ReleaseId { get; init; }

    /// <summary><see cref="DriftedObject.Key"/>.</summary>
    public required string ObjectKey { get; init; }

    public required string Path { get; init; }

    /// <summary>Of the value that was there: another one is drift again.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }
}
