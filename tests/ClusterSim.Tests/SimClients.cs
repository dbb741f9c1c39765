using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ClusterSim.Hosting;
using k8s;

namespace ClusterSim.Tests;

/// <summary>Clients of a simulated cluster, with the admin's token unless another is given.</summary>
internal static class SimClients
{
    /// <summary>Plain HTTP whose base address is the cluster's server.</summary>
    public static HttpClient Http(SimHost host, string cluster, string? token = null)
    {
        var authority = X509Certificate2.CreateFromPem(host.CaPem);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        var http = new HttpClient(handler) { BaseAddress = new Uri(host.ServerOf(cluster) + "/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? host.Cluster(cluster).Profile.AdminToken);
        return http;
    }

    /// <summary>The Kubernetes client, with the cluster's kubeconfig.</summary>
    public static Kubernetes Kubernetes(SimHost host, string cluster)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(host.Kubeconfig(cluster)));
        return new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(file));
    }
}
