namespace Portal.Core.Components.Helm;

/// <summary>One of helm's records of a release.</summary>
/// <param name="Status">deployed, superseded, failed, uninstalled, uninstalling, pending-install, pending-upgrade or pending-rollback.</param>
/// <param name="Updated">When helm wrote the status.</param>
public sealed record HelmRevision(int Revision, string Status, DateTimeOffset Updated)
{
    public TimeSpan Age(DateTimeOffset now) => now - Updated;

    public bool IsDeployed => Status == "deployed";

    /// <summary>True when helm began and nobody ended it.</summary>
    public bool IsPending => Status.StartsWith("pending-", StringComparison.Ordinal) || Status == "uninstalling";
}
