using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Kubernetes;

/// <summary>The one credential of a user entry; everything that would run a program, read a file or act as another is refused.</summary>
internal sealed record KubeconfigCredential(string? Token, string? Certificate, string? Key, string? Username, string? Password)
{
    private const int MaxTokenLength = 64 * 1024;

    private static readonly (string Field, string Why, string Remedy)[] Forbidden =
    [
        ("exec", "It runs a program, and the portal runs no program of an upload.", KubeconfigProblems.UseToken),
        ("auth-provider", "It uses an authentication plug-in, and the portal runs none.", KubeconfigProblems.UseToken),
        ("client-certificate", "It points to a file on another machine.", "Embed it as client-certificate-data. " + KubeconfigProblems.Flatten),
        ("client-key", "It points to a file on another machine.", "Embed it as client-key-data. " + KubeconfigProblems.Flatten),
        ("tokenFile", "It points to a file on another machine.", KubeconfigProblems.UseToken),
        ("as", "It acts as another user (impersonation).", "Use a credential of the user itself, and remove the field."),
        ("as-uid", "It acts as another user (impersonation).", "Use a credential of the user itself, and remove the field."),
        ("as-groups", "It acts as other groups (impersonation).", "Use a credential of the user itself, and remove the field."),
        ("as-user-extra", "It acts as another user (impersonation).", "Use a credential of the user itself, and remove the field."),
    ];

    private static readonly string[] Known = ["client-certificate-data", "client-key-data", "token", "username", "password", "extensions"];

    public override string ToString() => nameof(KubeconfigCredential);

    public static KubeconfigCredential Read(KubeconfigMap user)
    {
        KubeconfigFields.Check(user, Forbidden, Known);
        var certificate = KubeconfigFields.FindPem(user, "client-certificate-data");
        var key = KubeconfigFields.FindPem(user, "client-key-data");
        var token = user.FindText("token");
        var username = user.FindText("username");
        var password = user.FindText("password");
        if (token is not null && username is not null)
        {
            throw KubeconfigProblems.Refuse(user.PathOf("username"), "The user has a token too, so it is unclear which one counts.", "Keep one of them.");
        }

        CheckToken(user, token);
        CheckPassword(user, username, password);
        CheckPair(user, certificate, key);
        if (token is null && certificate is null && username is null)
        {
            throw KubeconfigProblems.Refuse(user.Path, "It holds no credential.", KubeconfigProblems.UseToken);
        }

        // A server looks at the certificate first, so a token beside it would change nothing.
        return new KubeconfigCredential(certificate is null ? token : null, certificate, key, certificate is null ? username : null, password);
    }

    private static void CheckToken(KubeconfigMap user, string? token)
    {
        if (token is not null && (token.Length > MaxTokenLength || token.Any(character => character is <= ' ' or > '~')))
        {
            throw KubeconfigProblems.Refuse(
                user.PathOf("token"), "It is no bearer token: it is too long, or holds spaces or characters outside of ASCII.", KubeconfigProblems.UseToken);
        }
    }

    private static void CheckPassword(KubeconfigMap user, string? username, string? password)
    {
        if (username is null ? password is not null : password is null)
        {
            throw KubeconfigProblems.Refuse(user.PathOf(username is null ? "username" : "password"), "It is missing, while its counterpart is given.", KubeconfigProblems.UseToken);
        }

        if (username is not null && (username.Contains(':', StringComparison.Ordinal) || $"{username}{password}".Any(char.IsControl)))
        {
            throw KubeconfigProblems.Refuse(user.PathOf("username"), "It holds a character that HTTP cannot send.", KubeconfigProblems.UseToken);
        }
    }

    private static void CheckPair(KubeconfigMap user, string? certificate, string? key)
    {
        if (certificate is null != key is null)
        {
            throw KubeconfigProblems.Refuse(
                user.PathOf(certificate is null ? "client-certificate-data" : "client-key-data"), "It is missing, while its counterpart is given.", KubeconfigProblems.Flatten);
        }

        if (certificate is null)
        {
            return;
        }

        KubeconfigFields.CheckCertificates(user.PathOf("client-certificate-data"), certificate);
        if (key!.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw KubeconfigProblems.Refuse(user.PathOf("client-key-data"), "The key is protected by a pass phrase.", "Use an unencrypted key, or a token. " + KubeconfigProblems.UseToken);
        }

        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw KubeconfigProblems.Refuse(
                user.PathOf("client-key-data"), "It is no private key in PEM, or not the one of the certificate.", KubeconfigProblems.Flatten);
        }
    }
}
