using System.Net;
using k8s;
using k8s.Models;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Components;

/// <summary>Tells whose a helm release is, by the labels on helm's own records (Secrets).</summary>
internal static class ReleaseMark
{
    /// <summary>The label with the id of the portal's release.</summary>
    public const string Key = "kurator-portal/release";

    /// <summary>Helm's records of the release, oldest first.</summary>
    public static async Task<IReadOnlyList<V1Secret>> ReadRecordsAsync(
        IKubernetes cluster, string name, string @namespace, CancellationToken cancellationToken)
    {
        try
        {
            var records = await cluster.CoreV1.ListNamespacedSecretAsync(
                @namespace, labelSelector: $"owner=helm,name={name}", limit: 50, cancellationToken: cancellationToken);
            return [.. records.Items.OrderBy(Revision)];
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.NotFound))
        {
            return [];
        }
    }

    /// <summary>True when a record was not written by an operation on <paramref name="release"/>.</summary>
    public static bool IsForeign(V1Secret record, Guid release) => record.GetLabel(Key) != release.ToString("n");

    /// <summary>Of a record; 0 for one that helm did not write.</summary>
    public static int Revision(V1Secret record) => int.TryParse(record.GetLabel("version"), out var revision) ? revision : 0;
}
