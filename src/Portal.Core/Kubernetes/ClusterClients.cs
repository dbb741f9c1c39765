using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using Microsoft.Extensions.Options;
using Polly;

namespace Portal.Core.Kubernetes;

/// <summary>Builds a client whose every connection passes the egress guard and whose every request passes <see cref="ClusterRequestHandler"/>.</summary>
internal sealed class ClusterClients(EgressGuard egress, IOptions<KubernetesOptions> options, TimeProvider time)
{
    public IKubernetes Create(
        ClusterAccess access, string clusterName, Action? unauthorized = null, ResiliencePipeline<HttpResponseMessage>? breaker = null) =>
        Build(access.ApiServer, access.CertificateAuthority, access.TlsServerName, null, Bearer(access.Token), clusterName, unauthorized, breaker);

    /// <summary>The way of people's own requests to the same server: the same guard, trust and credential, and the same breaker.</summary>
    public ClusterChannel CreateChannel(
        ClusterAccess access, string clusterName, Action unauthorized, ResiliencePipeline<HttpResponseMessage> breaker)
    {
        var handler = egress.CreateHandler();
        handler.ConnectTimeout = options.Value.ConnectTimeout;
        handler.MaxConnectionsPerServer = options.Value.MaxProxiedPerCluster + options.Value.MaxProxiedStreamsPerCluster;

        handler.RequestHeaderEncodingSelector = ImpersonatedGroups.Select;

        // Nothing of the caller's trace is told to the cluster.
        handler.ActivityHeadersPropagator = null;
        new ClusterTrust(access.CertificateAuthority, time).Govern(handler.SslOptions);
        return new ClusterChannel(
            clusterName,
            access.ApiServer,
            new HttpMessageInvoker(new ProxiedRequestHandler(clusterName, Bearer(access.Token), access.TlsServerName, breaker, unauthorized) { InnerHandler = handler }),
            options.Value);
    }

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
        AuthenticationHeaderValue? credential, string name, Action? unauthorized, ResiliencePipeline<HttpResponseMessage>? breaker = null)
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
                handler.RequestHeaderEncodingSelector = ImpersonatedGroups.Select;
                handler.ConnectTimeout = options.Value.ConnectTimeout;
                handler.MaxConnectionsPerServer = options.Value.MaxRequestsPerCluster * 2;
                trust.Govern(handler.SslOptions);
                if (identity is var (certificate, key))
                {
                    handler.SslOptions.ClientCertificateContext = ReadIdentity(certificate, key);
                }
            },
        };
        var handler = new ClusterRequestHandler(name, credential, options.Value, time, unauthorized, breaker) { TlsServerName = tlsServerName };
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
