namespace Portal.Core.Tests.Kubernetes;

/// <summary>The rules for cluster entries.</summary>
public sealed class KubeconfigClusterRulesTests
{
    [Theory]
    [InlineData("http://api.example.com", "http")]
    [InlineData("ftp://api.example.com", "https")]
    [InlineData("api.example.com:6443", "https")]
    [InlineData("https://user:s3cr3t@api.example.com", "user name or password")]
    [InlineData("https://api.example.com/?token=s3cr3t", "query")]
    [InlineData("https://api.example.com/#s3cr3t", "fragment")]
    [InlineData("https://api.example.com/a/../b", "well-formed")]
    [InlineData("https://api.example.com/%2e%2e/b", "well-formed")]
    [InlineData("https://api.example.com\\\\@evil", "user name or password")]
    [InlineData("https://api.example.com:99999", "well-formed")]
    [InlineData("https://ápi.example.com", "ASCII")]
    [InlineData("https://①⑥⑨.254.169.254", "ASCII")]
    public void Screen_MalformedServer_IsRefused(string server, string why) => Refused($"'{server}'", why);

    [Theory]
    [InlineData("https://169.254.169.254", "metadata")]
    [InlineData("https://169.254.1.1:6443", "link-local")]
    [InlineData("https://[fd00:ec2::254]", "metadata")]
    [InlineData("https://[fe80::1]", "link-local")]
    [InlineData("https://[::ffff:169.254.169.254]", "metadata")]
    [InlineData("https://[::ffff:a9fe:a9fe]", "metadata")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]", "metadata")]
    [InlineData("https://[2002:a9fe:a9fe::1]", "metadata")]
    [InlineData("https://metadata.google.internal", "metadata")]
    [InlineData("https://METADATA.google.internal.", "metadata")]
    [InlineData("https://100.100.100.200", "metadata")]
    [InlineData("https://0.0.0.0:6443", "unspecified")]
    [InlineData("https://[::]:6443", "unspecified")]
    [InlineData("https://224.0.0.1", "multicast")]
    [InlineData("https://[ff02::1]", "multicast")]
    [InlineData("https://255.255.255.255", "broadcast")]
    [InlineData("https://127.0.0.1:6443", "loopback")]
    [InlineData("https://[::1]:6443", "loopback")]
    [InlineData("https://localhost:6443", "loopback")]
    [InlineData("https://a.localhost:6443", "loopback")]
    [InlineData("https://2852039166", "unusual")]
    [InlineData("https://0xa9fea9fe", "unusual")]
    [InlineData("https://0xa9.0xfe.0xa9.0xfe", "unusual")]
    [InlineData("https://0251.0376.0251.0376", "unusual")]
    [InlineData("https://169.16689662", "unusual")]
    [InlineData("https://169.254.169.254.", "unusual")]
    [InlineData("https://1.2.3.4.5", "number")]
    [InlineData("https://example.0x7f", "number")]
    [Trait("Attack", "5")]
    public void Screen_ForbiddenAddress_IsRefused(string server, string why) => Refused($"'{server}'", why);

    [Theory]
    [InlineData("https://10.1.2.3:6443", "https://10.1.2.3:6443/")]
    [InlineData("https://[2001:db8::1]:6443/", "https://[2001:db8::1]:6443/")]
    [InlineData("https://rancher.example.com/k8s/clusters/c-1/", "https://rancher.example.com/k8s/clusters/c-1")]
    [InlineData("HTTPS://Api.Example.com", "https://api.example.com/")]
    public void Screen_GoodServer_IsAccepted(string server, string expected) =>
        Assert.Equal(expected, Kubeconfigs.Screening.Screen(Kubeconfigs.With(server), "").ApiServer.AbsoluteUri);

    [Fact]
    public void Screen_ServerMissing_IsRefused() => Refused("''", "missing");

    [Theory]
    [InlineData("certificate-authority: /etc/shadow", "certificate-authority", "file")]
    [InlineData("proxy-url: http://proxy:3128", "proxy-url", "proxy")]
    [InlineData("proxy-url: socks5://proxy", "proxy-url", "proxy")]
    [InlineData("insecure-skip-tls-verify: true", "insecure-skip-tls-verify", "check of the server's certificate")]
    [InlineData("insecure-skip-tls-verify: \"true\"", "insecure-skip-tls-verify", "wrong type")]
    [InlineData("insecure-skip-tls-verify: yes", "insecure-skip-tls-verify", "wrong type")]
    [InlineData("tls-server-name: 'a b'", "tls-server-name", "host name")]
    [InlineData("certificate-authority-data: 'not base64!'", "certificate-authority-data", "base64")]
    [InlineData("certificate-authority-data: aGVsbG8=", "certificate-authority-data", "PEM")]
    [InlineData("certificate-authority-data: [a]", "certificate-authority-data", "wrong type")]
    [InlineData("config-file: /etc/x", "config-file", "does not know")]
    public void Screen_ForbiddenClusterField_IsNamed(string field, string name, string why)
    {
        var problem = Kubeconfigs.Refusal(Kubeconfigs.With(cluster: field));

        Assert.StartsWith($"clusters[0].cluster.{name} of", problem.What, StringComparison.Ordinal);
        Assert.Contains(why, problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_PrivateKeyAmongCertificates_IsRefused() => Assert.Contains(
        "private key",
        Kubeconfigs.Refusal(Kubeconfigs.With(
            cluster: $"certificate-authority-data: {Kubeconfigs.Base64(Kubeconfigs.Identity.Certificate + "\n" + Kubeconfigs.Identity.Key)}")).Why,
        StringComparison.Ordinal);

    [Fact]
    public void Screen_MalformedCertificate_IsRefused() => Assert.Contains(
        "malformed",
        Kubeconfigs.Refusal(Kubeconfigs.With(
            cluster: $"certificate-authority-data: {Kubeconfigs.Base64("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")}")).Why,
        StringComparison.Ordinal);

    private static void Refused(string server, string why)
    {
        var problem = Kubeconfigs.Refusal(Kubeconfigs.With(server));

        Assert.StartsWith("clusters[0].cluster.server of", problem.What, StringComparison.Ordinal);
        Assert.Contains(why, problem.Why, StringComparison.Ordinal);
    }
}
