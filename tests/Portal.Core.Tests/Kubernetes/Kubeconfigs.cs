using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Kubernetes;

/// <summary>A valid kubeconfig to break one thing of, and secrets that no message may show.</summary>
internal static class Kubeconfigs
{
    public const string Token = "s3cr3t-canary-token-0123456789";
    public const string Password = "s3cr3t-canary-password";

    public static readonly (string Certificate, string Key) Identity = MakeIdentity("person");
    public static readonly (string Certificate, string Key) OtherIdentity = MakeIdentity("other");

    public static KubeconfigScreening Screening { get; } = new(new EgressGuard(Options.Create(new EgressOptions())));

    public static string Authority { get; } = Base64(Identity.Certificate);

    public static string Valid { get; } = With();

    public static string With(
        string server = "https://api.example.com:6443", string? cluster = null, string? user = null, string? context = null, string tail = "") => $"""
        apiVersion: v1
        kind: Config
        current-context: here
        clusters:
        - name: one
          cluster:
            server: {server}
            {cluster ?? $"certificate-authority-data: {Authority}"}
        users:
        - name: me
          user:
            {user ?? $"token: {Token}"}
        contexts:
        - name: here
          context:
            {context ?? "cluster: one\n    user: me"}
        {tail}
        """;

    public static string Certificates(string certificate, string key) =>
        $"client-certificate-data: {Base64(certificate)}\n    client-key-data: {Base64(key)}";

    public static Problem Refusal(string kubeconfig, string context = "")
    {
        var problem = Assert.Throws<ProblemException>(() => Screening.Screen(kubeconfig, context)).Problem;
        Assert.Equal(ProblemKind.Invalid, problem.Kind);
        Assert.Equal("kubeconfig", problem.Field);
        Assert.NotEmpty(problem.Why);
        Assert.NotEmpty(problem.Remedy);
        ShowsNoSecret(problem);
        return problem;
    }

    public static void ShowsNoSecret(Problem problem)
    {
        var text = problem.ToString();
        string[] secrets = [Token, Password, "s3cr3t", "canary", Base64(Identity.Key)[..40], Identity.Key.Split('\n')[1][..40]];
        Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private static (string, string) MakeIdentity(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
