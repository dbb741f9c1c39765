using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Portal.IntegrationTests.Security;

/// <summary>Kubeconfigs each with one thing in it that must not be, by a seeded generator, and secrets that no answer may show.</summary>
internal sealed class MalformedKubeconfigs
{
    private static readonly string[] Servers =
    [
        "http://api.example.com", "ftp://api.example.com", "file:///etc/passwd", "https://169.254.169.254", "https://metadata.google.internal", "https://127.0.0.1:6443", "https://[::1]:6443",
        "https://user:word@api.example.com", "https://api.example.com?x=1", "https://api.example.com#x", "https://", "https://[fe80::1]", "https://0.0.0.0", "https://api.example.com:99999", "'https://2852039166'",
    ];

    private static readonly string[] UserFields =
    [
        "exec: {command: sh, apiVersion: client.authentication.k8s.io/v1}", "auth-provider: {name: oidc}", "tokenFile: /var/run/secrets/token", "client-certificate: /etc/ssl/client.pem", "client-key: /etc/ssl/client.key",
        "as: system:admin", "as-groups: [system:masters]", "client-certificate-data: '!!!'", "token: twice", "unknown: {a: 1}",
    ];

    private static readonly string[] ClusterFields =
    [
        "certificate-authority: /etc/ssl/ca.pem", "insecure-skip-tls-verify: true", "proxy-url: http://10.0.0.1:3128", "server: https://twice.example.com", "tls-server-name: [a]",
    ];

    private readonly Random _random;
    private readonly string _secret;
    private readonly string _authority;

    public MalformedKubeconfigs(Random random, string secret)
    {
        (_random, _secret) = (random, secret);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=ca", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _authority = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()));
    }

    public (string What, string Text) Next()
    {
        switch (_random.Next(7))
        {
            case 0:
                var server = Servers[_random.Next(Servers.Length)];
                return (server, Config(server: server));
            case 1:
                var user = UserFields[_random.Next(UserFields.Length)];
                return (user, Config(user: user));
            case 2:
                var cluster = ClusterFields[_random.Next(ClusterFields.Length)];
                return (cluster, Config(cluster: cluster));
            case 3:
                var good = Config();
                return ("cut", good[.._random.Next(0, good.IndexOf("users:", StringComparison.Ordinal))]);
            case 4:
                string[] splices = ["\0", "&a ", "*a", "!!binary x: y\n", "]", "}", "\u0007", "---\na: b\n---\n", "%TAG ! x\n", "'", "\""];
                var splice = splices[_random.Next(splices.Length)];
                return ($"{splice} before all", splice + "\n" + Config());
            case 5:
                return ("one that is deep", Config() + "\nextensions: " + new string('[', 200) + new string(']', 200));
            default:
                string[] others = ["", "null", "[]", "text", "{}", "{\"kind\":\"Config\"}", "kind: Secret", new string('a', 1_100_000), "- " + _secret, "users: " + _secret];
                var other = others[_random.Next(others.Length)];
                return (other[..Math.Min(other.Length, 30)], other);
        }
    }

    /// <summary>One that nothing is wrong with.</summary>
    public string Good() => Config();

    private string Config(string server = "https://api.example.com:6443", string user = "", string cluster = "") => $"""
        apiVersion: v1
        kind: Config
        current-context: here
        clusters:
        - name: one
          cluster:
            server: {server}
            certificate-authority-data: {_authority}
            {cluster}
        contexts:
        - name: here
          context:
            cluster: one
            user: me
        users:
        - name: me
          user:
            token: {_secret}
            {user}
        """;
}
