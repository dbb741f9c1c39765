using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.IntegrationTests.Kubernetes;

/// <summary>A hostile server's certificate names an address as that of its issuer: nobody asks there.</summary>
public sealed class CertificateDownloadTests(MemberFixture fixture) : IClassFixture<MemberFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Attack", "5")]
    public async Task Connect_IssuerToBeFetched_IsNotTrustedAndNotFetched(bool ownAuthority)
    {
        using var bait = Listen();
        using var server = Listen();
        using var certificate = Certificate($"http://127.0.0.1:{Port(bait)}/issuer.crt");
        var serving = ServeAsync(server, certificate);
        var authority = ownAuthority ? fixture.Sim.CaPem : "";
        using var client = fixture.Connections.Connect(new ClusterAccess(new Uri($"https://127.0.0.1:{Port(server)}"), authority, "token"));

        var problem = await Assert.ThrowsAsync<ProblemException>(() => client.Version.GetCodeAsync(Stop));
        server.Stop();
        await serving;

        Assert.Equal(FaultCause.Certificate, KubernetesFaults.Classify(problem));
        Assert.False(bait.Pending(), "The portal connected to the address that the certificate names.");
    }

    /// <summary>Signed by an authority that is sent nowhere.</summary>
    private static X509Certificate2 Certificate(string issuerAt)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = new CertificateRequest("CN=somebody", authorityKey, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=member", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuerAt]));
        using var signed = request.Create(
            authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1]);
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        // Offline: the server of this test asks nobody either.
        var context = SslStreamCertificateContext.Create(certificate, null, offline: true);
        while (true)
        {
            try
            {
                using var accepted = await listener.AcceptTcpClientAsync(Stop);
                await using var tls = new SslStream(accepted.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context }, Stop);
                await tls.ReadExactlyAsync(new byte[1], Stop);
            }
            catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The portal does not trust it.
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
