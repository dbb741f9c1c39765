using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using k8s;
using k8s.Models;
using Portal.Core.Components.Manifests;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Components.Readiness;

/// <summary>The objects that helm made for one revision of a release, as helm's own record of it has them.</summary>
internal static class ReleaseManifest
{
    /// <summary>The most that a record may unfold to, in bytes.</summary>
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Null when the cluster has no such record. Throws what the connection throws.</summary>
    /// <param name="kinds">Only objects of these kinds are read: manifests may be large; null for all. What is no YAML is left out.</param>
    public static async Task<IReadOnlyList<ManifestObject>?> ReadAsync(
        IKubernetes cluster, string name, string @namespace, int revision, IReadOnlyCollection<string>? kinds, CancellationToken cancellationToken)
    {
        try
        {
            var secret = await cluster.CoreV1.ReadNamespacedSecretAsync(
                $"sh.helm.release.v1.{name}.v{revision}", @namespace, cancellationToken: cancellationToken);
            return Read(secret, kinds);
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.NotFound))
        {
            return null;
        }
    }

    /// <summary>Null when the record is not written as helm 3 and 4 write it.</summary>
    internal static IReadOnlyList<ManifestObject>? Read(V1Secret record, IReadOnlyCollection<string>? kinds)
    {
        using var json = Unpack(record);
        return json?.RootElement.TryGetProperty("manifest", out var manifest) == true ? Manifest.Parse(manifest.GetString() ?? "", kinds).Objects : null;
    }

    /// <summary>The record as helm wrote it, or null. Bounded, whatever the cluster says.</summary>
    internal static JsonDocument? Unpack(V1Secret record)
    {
        if (record.Data?.TryGetValue("release", out var release) != true || release is null)
        {
            return null;
        }

        try
        {
            using var packed = new MemoryStream(Convert.FromBase64String(Encoding.ASCII.GetString(release)));
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            using var text = new MemoryStream();
            Copy(unpacked, text);
            text.Position = 0;
            return JsonDocument.Parse(text);
        }
        catch (Exception error) when (error is FormatException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    private static void Copy(Stream from, MemoryStream to)
    {
        var buffer = new byte[81_920];
        for (int read; (read = from.Read(buffer)) > 0; to.Write(buffer.AsSpan(0, read)))
        {
            if (to.Length + read > MostBytes)
            {
                throw new InvalidDataException($"The record has more than {MostBytes} bytes.");
            }
        }
    }
}
