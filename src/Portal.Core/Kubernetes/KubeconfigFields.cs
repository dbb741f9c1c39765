using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Portal.Core.Kubernetes;

/// <summary>What cluster and user entries have in common: forbidden and unknown fields, and embedded PEM.</summary>
internal static class KubeconfigFields
{
    private const int MaxCertificates = 64;

    /// <summary>Refuses forbidden fields that are set, with their own reason, and fields that no rule covers.</summary>
    public static void Check(KubeconfigMap entry, (string Field, string Why, string Remedy)[] forbidden, string[] known)
    {
        foreach (var (field, why, remedy) in forbidden)
        {
            if (entry.Find(field) is { } node && node is not KubeconfigScalar { IsQuoted: true, Value: "" })
            {
                throw KubeconfigProblems.Refuse(node.Path, why, remedy);
            }
        }

        var unknown = entry.Keys.FirstOrDefault(key => !known.Contains(key) && forbidden.All(rule => rule.Field != key));
        if (unknown is not null)
        {
            throw KubeconfigProblems.Refuse(entry.PathOf(unknown), "The portal does not know this field, and it may change how the cluster is reached.", "Remove it.");
        }
    }

    /// <summary>The PEM that the base64 of the field holds; null when it is absent.</summary>
    public static string? FindPem(KubeconfigMap entry, string field)
    {
        if (entry.FindText(field) is not { } text)
        {
            return null;
        }

        try
        {
            var pem = Encoding.ASCII.GetString(Convert.FromBase64String(text));
            if (PemEncoding.TryFind(pem, out _))
            {
                return pem;
            }
        }
        catch (FormatException)
        {
            throw KubeconfigProblems.Refuse(entry.PathOf(field), "It is not valid base64.", KubeconfigProblems.Flatten);
        }

        throw KubeconfigProblems.Refuse(entry.PathOf(field), "It does not hold PEM (-----BEGIN …).", KubeconfigProblems.Flatten);
    }

    public static void CheckCertificates(string path, string pem)
    {
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw KubeconfigProblems.Refuse(path, "It holds a private key where only certificates belong.", "Remove the key, and replace it if others saw it.");
        }

        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            if (certificates.Count is 0 or > MaxCertificates)
            {
                throw KubeconfigProblems.Refuse(path, $"It holds no certificate, or more than {MaxCertificates}.", KubeconfigProblems.Flatten);
            }
        }
        catch (CryptographicException)
        {
            throw KubeconfigProblems.Refuse(path, "A certificate in it is malformed.", KubeconfigProblems.Flatten);
        }
        finally
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }
}
