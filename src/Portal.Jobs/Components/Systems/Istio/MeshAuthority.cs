using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Jobs.Components.Systems.Istio;

/// <summary>
/// The authority of a mesh: a root, and an intermediate of it for each cluster, with the fields that Istio's own
/// tools/certs writes. Pure: what is random is the keys.
/// </summary>
internal static class MeshAuthority
{
    /// <summary>As Istio's own.</summary>
    private const int KeySize = 4096;

    private static readonly TimeSpan RootLife = TimeSpan.FromDays(3650);

    /// <summary>Shorter than the root's: it is renewed whenever the step is run again.</summary>
    private static readonly TimeSpan IntermediateLife = TimeSpan.FromDays(730);

    /// <summary>How long before its end an intermediate is renewed.</summary>
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(365);

    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    /// <summary>A new root: its certificate and its key, both PEM, one after the other.</summary>
    public static string CreateRoot(DateTimeOffset now)
    {
        using var key = RSA.Create(KeySize);
        var request = new CertificateRequest("O=Istio, CN=Root CA", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        AddUse(request);
        using var root = request.CreateSelfSigned(now - Slack, now + RootLife);
        return $"{root.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    /// <summary>When the root ends.</summary>
    public static DateTimeOffset EndOf(string root)
    {
        using var certificate = X509Certificate2.CreateFromPem(root);
        return new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
    }

    /// <summary>A new intermediate of the root for a cluster.</summary>
    public static ClusterAuthority CreateIntermediate(string root, string clusterName, DateTimeOffset now)
    {
        using var issuer = X509Certificate2.CreateFromPem(root, root);
        using var key = RSA.Create(KeySize);
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName("Istio");
        name.AddCommonName("Intermediate CA");
        name.AddLocalityName(clusterName);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        AddUse(request);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("istiod.istio-system.svc");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var end = now + IntermediateLife;
        var last = new DateTimeOffset(issuer.NotAfter.ToUniversalTime());
        using var intermediate = request.Create(issuer, now - Slack, end < last ? end : last, RandomNumberGenerator.GetBytes(16));
        var (certificate, rootCertificate) = ($"{intermediate.ExportCertificatePem()}\n", $"{issuer.ExportCertificatePem()}\n");
        return new ClusterAuthority(certificate, $"{key.ExportPkcs8PrivateKeyPem()}\n", rootCertificate, certificate + rootCertificate);
    }

    /// <summary>True when it is whole, of this root, and far from its end.</summary>
    public static bool IsSound(ClusterAuthority held, string root, DateTimeOffset now)
    {
        try
        {
            using var issuer = X509Certificate2.CreateFromPem(root);
            using var intermediate = X509Certificate2.CreateFromPem(held.Certificate, held.Key);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(issuer);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            chain.ChainPolicy.VerificationTime = now.UtcDateTime;
            var renew = new DateTimeOffset(intermediate.NotAfter.ToUniversalTime()) - RenewBefore;
            return chain.Build(intermediate) && (now < renew || intermediate.NotAfter == issuer.NotAfter)
                && held.Root.Trim() == issuer.ExportCertificatePem() && held.Chain == held.Certificate + held.Root;
        }
        catch (CryptographicException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void AddUse(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }
}

/// <summary>What istiod of one cluster signs with; each PEM.</summary>
/// <param name="Chain">The certificate and the root's.</param>
internal sealed record ClusterAuthority(string Certificate, string Key, string Root, string Chain)
{
    /// <summary>Never the key: records print themselves.</summary>
    public override string ToString() => nameof(ClusterAuthority);
}
