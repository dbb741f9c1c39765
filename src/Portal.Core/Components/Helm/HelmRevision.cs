using System.Text.Json.Serialization;

namespace Portal.Core.Components.Helm;

/// <summary>A line of helm's history of a release.</summary>
/// <param name="Status">deployed, superseded, failed, uninstalled, uninstalling, pending-install, pending-upgrade or pending-rollback.</param>
/// <param name="Chart">Name and version: "volcano-1.15.1".</param>
public sealed record HelmRevision(
    [property: JsonPropertyName("revision")] int Revision,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("chart")] string Chart,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("updated")] DateTimeOffset Updated)
{
    public TimeSpan Age(DateTimeOffset now) => now - Updated;

    public bool IsDeployed => Status == "deployed";

    /// <summary>True when helm began and nobody ended it.</summary>
    public bool IsPending => Status.StartsWith("pending-", StringComparison.Ordinal) || Status == "uninstalling";
}
