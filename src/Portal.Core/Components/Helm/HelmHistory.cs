namespace Portal.Core.Components.Helm;

/// <summary>What helm remembers of a release.</summary>
public sealed class HelmHistory
{
    private readonly List<HelmRevision> _revisions;

    public HelmHistory(IEnumerable<HelmRevision> revisions) => _revisions = [.. revisions.OrderBy(revision => revision.Revision)];

    /// <summary>Of a release that does not exist.</summary>
    public static HelmHistory Empty { get; } = new([]);

    public HelmRevision? Latest => _revisions.Count == 0 ? null : _revisions[^1];

    /// <summary>0 when there is none.</summary>
    public int LatestNumber => Latest?.Revision ?? 0;

    /// <summary>The newest revision that once ran, or null.</summary>
    public HelmRevision? LastSound => _revisions.FindLast(revision => revision.Status is "deployed" or "superseded");

    public bool Has(int revision) => _revisions.Exists(known => known.Revision == revision);

    /// <summary>True when the newest revision was made after <paramref name="baseRevision"/> and runs.</summary>
    public bool IsDeployedSince(int baseRevision) => Latest is { IsDeployed: true } && LatestNumber > baseRevision;
}
