using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using Microsoft.Extensions.Options;

namespace Portal.Core.Kubernetes;

/// <summary>Builds a client whose every connection passes the egress guard and whose every request passes <see cref="ClusterRequestHandler"/>.</summary>
internal sealed class ClusterClients(EgressGuard egress, IOptions<KubernetesOptions> options, TimeProvider time)
{
    public IKubernetes Create(ClusterAccess access, string clusterName, Action? unauthorized = null) =>
        Build(access.ApiServer, access.CertificateAuthority, access.TlsServerName, null, Bearer(access.Token), clusterName, unauthorized);

    public IKubernetes Create(ScreenedKubeconfig kubeconfig)
    {
        var certificate = kubeconfig is { ClientCertificate: { } pem, ClientKey: { } key } ? (pem, key) : ((string, string)?)null;
        var credential = kubeconfig.Token is { } token ? Bearer(token)
            : kubeconfig.Username is { } user ? Basic(user, kubeconfig.Password ?? "")
            : null;
        return Build(
            kubeconfig.ApiServer, kubeconfig.CertificateAuthority, kubeconfig.TlsServerName, certificate, credential, kubeconfig.Context, null);
    }

    private k8s.Kubernetes Build(
        Uri server, string authority, string? tlsServerName, (string Certificate, string Key)? identity,
        AuthenticationHeaderValue? credential, string name, Action? unauthorized)
    {
        var trust = new ClusterTrust(authority, time);
        var configuration = new KubernetesClientConfiguration
        {
            Host = server.AbsoluteUri,
            UserAgent = "kurator-portal",
            HttpClientTimeout = Timeout.InfiniteTimeSpan,
            FirstMessageHandlerSetup = handler =>
            {
                egress.Configure(handler);
                handler.ConnectTimeout = options.Value.ConnectTimeout;
                handler.MaxConnectionsPerServer = options.Value.MaxRequestsPerCluster * 2;
                trust.Govern(handler.SslOptions);
                if (identity is var (certificate, key))
                {
                    handler.SslOptions.ClientCertificateContext = ReadIdentity(certificate, key);
                }
            },
        };
        var handler = new ClusterRequestHandler(name, credential, options.Value, time, unauthorized) { TlsServerName = tlsServerName };
        return new k8s.Kubernetes(configuration, handler)
        {
            // Web sockets would pass neither the guard nor the limits.
            CreateWebSocketBuilder = () => throw new NotSupportedException("Members are reached by plain requests only."),
        };
    }

    private static SslStreamCertificateContext ReadIdentity(string certificate, string key)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(certificate, key), chain, offline: true);
    }

    private static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    private static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
}
