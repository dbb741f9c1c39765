namespace Portal.Core.Tests.Kubernetes;

/// <summary>The rules for user entries.</summary>
public sealed class KubeconfigUserRulesTests
{
    [Theory]
    [InlineData("exec: {command: /bin/sh, args: [-c, id]}", "exec", "kubectl create token")]
    [InlineData("auth-provider: {name: gcp}", "auth-provider", "kubectl create token")]
    [InlineData("client-certificate: /home/me/cert", "client-certificate", "client-certificate-data")]
    [InlineData("client-key: ../key", "client-key", "client-key-data")]
    [InlineData("tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token", "tokenFile", "kubectl create token")]
    [InlineData("as: admin", "as", "remove the field")]
    [InlineData("as-uid: '1'", "as-uid", "remove the field")]
    [InlineData("as-groups: [system:masters]", "as-groups", "remove the field")]
    [InlineData("as-user-extra: {a: [b]}", "as-user-extra", "remove the field")]
    [InlineData("token-file: x", "token-file", "Remove it")]
    [Trait("Attack", "4")]
    public void Screen_ForbiddenUserField_IsNamedWithRemedy(string field, string name, string remedy)
    {
        var problem = Kubeconfigs.Refusal(Kubeconfigs.With(user: $"token: {Kubeconfigs.Token}\n    {field}"));

        Assert.StartsWith($"users[0].user.{name} of", problem.What, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token: 12345", "token", "wrong type")]
    [InlineData("token: true", "token", "wrong type")]
    [InlineData("token: [s3cr3t]", "token", "wrong type")]
    [InlineData("token: \"s3cr3t\\r\\nX-Injected: 1\"", "token", "no bearer token")]
    [InlineData("token: 's3cr3t two'", "token", "no bearer token")]
    [InlineData("token: sécret", "token", "no bearer token")]
    [InlineData("username: me", "password", "missing")]
    [InlineData("password: s3cr3t", "username", "missing")]
    [InlineData("username: 'a:b'\n    password: s3cr3t", "username", "HTTP cannot send")]
    [InlineData("token: s3cr3t\n    username: me\n    password: s3cr3t", "username", "token too")]
    public void Screen_BadCredential_IsRefused(string user, string name, string why)
    {
        var problem = Kubeconfigs.Refusal(Kubeconfigs.With(user: user));

        Assert.StartsWith($"users[0].user.{name} of", problem.What, StringComparison.Ordinal);
        Assert.Contains(why, problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_NoCredential_IsRefused() =>
        Assert.Contains("no credential", Kubeconfigs.Refusal(Kubeconfigs.With(user: "{}")).Why, StringComparison.Ordinal);

    [Fact]
    public void Screen_KeyOfAnotherCertificate_IsRefused() => Assert.Contains(
        "not the one of the certificate",
        Kubeconfigs.Refusal(Kubeconfigs.With(user: Kubeconfigs.Certificates(Kubeconfigs.OtherIdentity.Certificate, Kubeconfigs.Identity.Key))).Why,
        StringComparison.Ordinal);

    [Fact]
    public void Screen_CertificateWithoutKey_IsRefused() => Assert.StartsWith(
        "users[0].user.client-key-data",
        Kubeconfigs.Refusal(Kubeconfigs.With(user: $"client-certificate-data: {Kubeconfigs.Base64(Kubeconfigs.Identity.Certificate)}")).What,
        StringComparison.Ordinal);

    [Fact]
    public void Screen_EncryptedKey_IsRefused() => Assert.Contains(
        "pass phrase",
        Kubeconfigs.Refusal(Kubeconfigs.With(user: Kubeconfigs.Certificates(
            Kubeconfigs.Identity.Certificate, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"))).Why,
        StringComparison.Ordinal);
}
