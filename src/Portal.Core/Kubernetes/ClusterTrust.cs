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
    private readonly TimeProvider _time;

    /// <param name="certificateAuthority">PEM; empty for the system's roots.</param>
    public ClusterTrust(string certificateAuthority, TimeProvider time)
    {
        _time = time;
        if (certificateAuthority.Length > 0)
        {
            _authorities.ImportFromPem(certificateAuthority);
        }
    }

    /// <summary>True, or throws <see cref="ClusterCertificateException"/>: a bare "false" would hide the cause.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
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

        if (_authorities.Count > 0)
        {
            CheckOwnChain(leaf, sent);
        }
        else if (errors != SslPolicyErrors.None)
        {
            throw Explain(leaf, sent?.ChainStatus ?? []);
        }

        return _authorities.Count > 0 || errors == SslPolicyErrors.None;
    }

    private void CheckOwnChain(X509Certificate2 leaf, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.ExtraStore.AddRange(sent?.ChainPolicy.ExtraStore ?? []);
        if (!chain.Build(leaf) && !EndsInAuthority(chain))
        {
            throw Explain(leaf, chain.ChainStatus);
        }
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
