using System.Globalization;
using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Components.Helm;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Components;

/// <summary>
/// Helm's history of a release, from the labels that helm puts on its own records (Secrets): what "helm history" tells, without
/// a process for it and without the manifests that the records hold.
/// </summary>
internal static class ReleaseHistory
{
    private const int Most = 100;

    /// <summary>Empty when there is no such release.</summary>
    public static async Task<HelmHistory> ReadAsync(IKubernetes cluster, HelmRelease release, CancellationToken cancellationToken)
    {
        var selector = Uri.EscapeDataString($"owner=helm,name={release.Name}");
        try
        {
            var records = await new ClusterObjects(cluster).ListMetadataAsync(
                $"api/v1/namespaces/{Uri.EscapeDataString(release.Namespace)}/secrets?labelSelector={selector}", Most, cancellationToken);
            return new HelmHistory(records.Select(Read).OfType<HelmRevision>());
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error))
        {
            throw KubernetesFaults.Describe(error, release.ClusterName);
        }
    }

    /// <summary>Null for a Secret that helm did not write.</summary>
    internal static HelmRevision? Read(JsonObject record)
    {
        var metadata = record["metadata"];
        var labels = metadata?["labels"];
        return int.TryParse((string?)labels?["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            && (string?)labels!["status"] is { } status
                ? new HelmRevision(revision, status, At(labels) ?? (DateTimeOffset?)metadata!["creationTimestamp"] ?? DateTimeOffset.MinValue)
                : null;
    }

    /// <summary>Seconds since 1970; the second label takes the place of the first when helm writes the record again.</summary>
    private static DateTimeOffset? At(JsonNode labels) =>
        long.TryParse((string?)labels["modifiedAt"] ?? (string?)labels["createdAt"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
