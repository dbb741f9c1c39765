using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Clusters;

namespace Portal.Core.Kubernetes;

/// <summary>Opens one connection and looks at the certificate, so that "not reachable" and "not trusted" are told apart.</summary>
internal sealed class TlsProbe(EgressGuard egress, TimeProvider time)
{
    private static readonly TimeSpan ExpiresSoon = TimeSpan.FromDays(14);

    /// <summary>The checks reachable and tls.</summary>
    public async Task<(PreflightCheck Reachable, PreflightCheck Tls)> RunAsync(ScreenedKubeconfig kubeconfig, CancellationToken cancellationToken)
    {
        var server = kubeconfig.ApiServer;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var addresses = await egress.ResolveAsync(server.IdnHost, cancellationToken);
            await socket.ConnectAsync(addresses, server.Port, cancellationToken);
        }
        catch (Exception exception) when (KubernetesFaults.IsFault(exception))
        {
            return (Fail("reachable", exception, kubeconfig), PreflightChecks.Skipped("tls", "reachable"));
        }

        var reachable = PreflightChecks.Passed("reachable", $"{server.Host}:{server.Port} accepts connections.");
        try
        {
            return (reachable, await CheckTlsAsync(socket, kubeconfig, cancellationToken));
        }
        catch (Exception exception) when (KubernetesFaults.IsFault(exception))
        {
            return (reachable, Fail("tls", exception, kubeconfig));
        }
    }

    private async Task<PreflightCheck> CheckTlsAsync(Socket socket, ScreenedKubeconfig kubeconfig, CancellationToken cancellationToken)
    {
        var trust = new ClusterTrust(kubeconfig.CertificateAuthority, time);
        await using var network = new NetworkStream(socket);
        await using var tls = new SslStream(network);
        var options = new SslClientAuthenticationOptions { TargetHost = kubeconfig.TlsServerName ?? kubeconfig.ApiServer.IdnHost };
        trust.Govern(options);
        await tls.AuthenticateAsClientAsync(options, cancellationToken);
        var expiry = ((X509Certificate2)tls.RemoteCertificate!).NotAfter.ToUniversalTime();
        var until = string.Create(CultureInfo.InvariantCulture, $"{expiry:yyyy-MM-dd}");
        return expiry - time.GetUtcNow().UtcDateTime < ExpiresSoon
            ? PreflightChecks.Warning("tls", $"The certificate is trusted, and expires on {until} already.", "Renew the API server's certificate.")
            : PreflightChecks.Passed("tls", $"The certificate is trusted and valid until {until}.");
    }

    private static PreflightCheck Fail(string name, Exception exception, ScreenedKubeconfig kubeconfig) =>
        PreflightChecks.Failed(name, KubernetesFaults.Describe(exception, kubeconfig.Context));
}
