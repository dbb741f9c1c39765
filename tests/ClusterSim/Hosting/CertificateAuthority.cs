using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClusterSim.Hosting;

/// <summary>The certificate authority of the process and the certificates it serves.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _authority;

    private CertificateAuthority(X509Certificate2 authority)
    {
        _authority = authority;
        Pem = authority.ExportCertificatePem() + "\n";
    }

    public string Pem { get; }

    public static CertificateAuthority Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=clustersim-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = DateTimeOffset.UtcNow;
        return new CertificateAuthority(request.CreateSelfSigned(now.AddDays(-1), now.AddYears(2)));
    }

    /// <summary>Reads the authority kept in <paramref name="dir"/>, or makes one there.</summary>
    public static CertificateAuthority Load(string dir)
    {
        Directory.CreateDirectory(dir);
        var (cert, key) = (Path.Combine(dir, "ca.crt"), Path.Combine(dir, "ca.key"));
        if (File.Exists(cert) && File.Exists(key))
        {
            return new CertificateAuthority(X509Certificate2.CreateFromPemFile(cert, key));
        }

        var made = Create();
        File.WriteAllText(cert, made.Pem);
        using var ec = made._authority.GetECDsaPrivateKey()!;
        using (var stream = new FileStream(key, Private()))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(ec.ExportPkcs8PrivateKeyPem());
        }

        return made;
    }

    /// <summary>A serving certificate for loopback and for <paramref name="address"/>.</summary>
    public X509Certificate2 Serve(IPAddress? address = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address ?? IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName("kubernetes.default.svc");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        using var signed = request.Create(_authority, _authority.NotBefore, _authority.NotAfter, RandomNumberGenerator.GetBytes(12));
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The certificate that a request asks for, as PEM: its subject and key, for clients alone.</summary>
    public string Sign(string requestPem, DateTimeOffset from, TimeSpan life)
    {
        var asked = CertificateRequest.LoadSigningRequestPem(requestPem, HashAlgorithmName.SHA256, signerSignaturePadding: RSASignaturePadding.Pkcs1);
        asked.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        asked.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        asked.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], false));
        var end = from + life;
        using var key = _authority.GetECDsaPrivateKey()!;
        using var signed = asked.Create(
            _authority.SubjectName, X509SignatureGenerator.CreateForECDsa(key), from.AddMinutes(-5), end < _authority.NotAfter ? end : _authority.NotAfter, RandomNumberGenerator.GetBytes(12));
        return signed.ExportCertificatePem() + "\n";
    }

    /// <summary>True for a client's certificate of this authority that has not ended.</summary>
    public bool Vouches(X509Certificate2 client, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return chain.Build(client);
    }

    public void Dispose() => _authority.Dispose();

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
