using System.Globalization;
using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Components.Adoption;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Components.Adoption;

/// <summary>
/// Finds the helm releases of a cluster, in all namespaces. Lists only the metadata of helm's records; a record itself is read
/// when it is new, one at a time, as each may have a megabyte.
/// </summary>
internal static class ReleaseDiscovery
{
    private const string Records = "api/v1/secrets?labelSelector=owner%3Dhelm";
    private const int MostRecords = 10_000;
    private const int MostReleases = 500;

    /// <param name="known">What was found at the last look.</param>
    /// <param name="own">Namespace and name of what the portal has: it is left out.</param>
    public static async Task<IReadOnlyList<DiscoveredRelease>> ReadAsync(
        Guid clusterId, IKubernetes cluster, IReadOnlyList<DiscoveredRelease> known, IReadOnlySet<(string, string)> own, CancellationToken cancellationToken)
    {
        var before = known.ToDictionary(release => (release.Namespace, release.Name));
        var found = new List<DiscoveredRelease>();
        foreach (var newest in await NewestAsync(cluster, own, cancellationToken))
        {
            found.Add(before.GetValueOrDefault((newest.Namespace, newest.Name)) is { } same && same.Record == newest.Record
                ? same
                : await ReadAsync(clusterId, cluster, newest, cancellationToken));
        }

        return found;
    }

    private static async Task<IEnumerable<Newest>> NewestAsync(IKubernetes cluster, IReadOnlySet<(string, string)> own, CancellationToken cancellationToken)
    {
        var records = await new ClusterObjects(cluster).ListMetadataAsync(Records, MostRecords, cancellationToken);
        return records.Select(Newest.Of).OfType<Newest>()
            .Where(record => !own.Contains((record.Namespace, record.Name)))
            .GroupBy(record => (record.Namespace, record.Name))
            .Select(group => group.MaxBy(record => record.Revision)!)
            .OrderBy(record => record.Namespace, StringComparer.Ordinal).ThenBy(record => record.Name, StringComparer.Ordinal)
            .Take(MostReleases);
    }

    private static async Task<DiscoveredRelease> ReadAsync(Guid clusterId, IKubernetes cluster, Newest newest, CancellationToken cancellationToken)
    {
        var secret = await OptionalRead.FindAsync(() => cluster.CoreV1.ReadNamespacedSecretAsync(newest.Secret, newest.Namespace, cancellationToken: cancellationToken));
        var record = secret is null ? null : HelmRecord.Read(secret);
        return new DiscoveredRelease
        {
            ClusterId = clusterId,
            Namespace = newest.Namespace,
            Name = newest.Name,
            Revision = newest.Revision,
            Status = newest.Status,
            Chart = record?.Chart ?? "",
            Version = record?.Version ?? "",
            AppVersion = record?.AppVersion ?? "",
            Origins = [.. record?.Origins ?? []],
            UpdatedAt = record?.LastDeployed,
            Record = newest.Record,
            Problem = record is null ? "helm's record of it cannot be read." : "",
        };
    }

    /// <summary>The newest record of a release, by its labels.</summary>
    private sealed record Newest(string Secret, string Namespace, string Name, int Revision, string Status, string Record)
    {
        private const int LongestName = 63;
        private const int LongestStatus = 32;

        public static Newest? Of(JsonObject item)
        {
            var metadata = item["metadata"];
            var labels = metadata?["labels"];
            return (string?)labels?["name"] is { Length: > 0 and <= LongestName } name && (string?)metadata?["namespace"] is { } space
                && (string?)metadata["name"] is { } secret && (string?)labels["status"] is { Length: <= LongestStatus } status
                && int.TryParse((string?)labels["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
                ? new Newest(secret, space, name, revision, status, $"{(string?)metadata["uid"]}/{(string?)metadata["resourceVersion"]}")
                : null;
        }
    }
}
