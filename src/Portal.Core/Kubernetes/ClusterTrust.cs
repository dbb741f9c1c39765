using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Kubernetes;

/// <summary>Checks an API server's certificate against the cluster's own CA and nothing else, or the system's roots when it has none.</summary>
internal sealed class ClusterTrust
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection _authorities = [];
    private readonly X509ChainPolicy _policy;
    private readonly TimeProvider _time;

    /// <param name="certificateAuthority">PEM; empty for the system's roots.</param>
    public ClusterTrust(string certificateAuthority, TimeProvider time)
    {
        _time = time;
        if (certificateAuthority.Length > 0)
        {
            _authorities.ImportFromPem(certificateAuthority);
        }

        // Nothing is fetched: a certificate may name any address as that of its issuer, past the egress guard.
        _policy = new X509ChainPolicy
        {
            TrustMode = _authorities.Count > 0 ? X509ChainTrustMode.CustomRootTrust : X509ChainTrustMode.System,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        _policy.CustomTrustStore.AddRange(_authorities);
        _policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
    }

    /// <summary>Makes connections with these options trust by this rule alone.</summary>
    public void Govern(SslClientAuthenticationOptions options)
    {
        options.CertificateChainPolicy = _policy;
        options.RemoteCertificateValidationCallback = Validate;
    }

    /// <summary>True, or throws <see cref="ClusterCertificateException"/>: a bare "false" would hide the cause.</summary>
    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            throw new ClusterCertificateException("it showed no certificate", "Check that the address is that of a Kubernetes API server.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            throw new ClusterCertificateException(
                $"its certificate is for {NamesOf(leaf)}, not for the host of the address",
                "Use one of those names as the server's address, or set tls-server-name in the kubeconfig.");
        }

        return errors == SslPolicyErrors.None || (chain is not null && EndsInAuthority(chain)) ? true : throw Explain(leaf, chain?.ChainStatus ?? []);
    }

    // A CA file may hold an intermediate only: then the chain is partial, yet ends in what the person trusts.
    private bool EndsInAuthority(X509Chain chain) =>
        chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.PartialChain) &&
        chain.ChainElements is [.., var last] &&
        _authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(last.Certificate.RawDataMemory.Span));

    private ClusterCertificateException Explain(X509Certificate2 leaf, X509ChainStatus[] statuses)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (leaf.NotAfter.ToUniversalTime() < now)
        {
            return new ClusterCertificateException(
                $"its certificate expired at {Format(leaf.NotAfter)}",
                "Renew the API server's certificate (on kubeadm clusters: kubeadm certs renew apiserver).");
        }

        if (leaf.NotBefore.ToUniversalTime() > now)
        {
            return new ClusterCertificateException(
                $"its certificate is valid from {Format(leaf.NotBefore)} only",
                "Compare the clocks of the cluster and of the portal.");
        }

        if (statuses.Any(status => status.Status is X509ChainStatusFlags.NotValidForUsage))
        {
            return new ClusterCertificateException(
                "its certificate is not meant for servers", "Check that the address is that of a Kubernetes API server.");
        }

        return new ClusterCertificateException(
            $"its certificate was issued by '{leaf.Issuer}', which {(_authorities.Count > 0 ? "the cluster's certificate authority did not sign" : "the system's roots do not know")}",
            "Get the current certificate-authority-data of the cluster (kubectl config view --raw --minify) and use that.");
    }

    private static string NamesOf(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .Take(10)
            .ToList();
        return names.Count > 0 ? string.Join(", ", names) : $"'{leaf.Subject}'";
    }

    private static string Format(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
