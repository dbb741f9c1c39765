using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Clusters;

/// <summary>
/// Checks what a join script has sent, with the person still at the shell: the form, the address, and that the portal
/// reaches it with the token. The one place where a request waits for a member, for 10 seconds at most.
/// </summary>
internal sealed class JoinCompletionCheck(EgressGuard egress, IClusterConnections connections, TimeProvider clock)
{
    private const int MaxLength = 16 * 1024;

    private const int MaxAuthorityLength = 256 * 1024;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public async Task<JoinTarget> RunAsync(string cluster, JoinCompletion completion, CancellationToken cancellationToken)
    {
        var target = Read(cluster, completion);
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await egress.ResolveAsync(target.Uri.Host, either.Token);
            using var client = connections.Connect(
                new ClusterAccess(target.Uri, target.CertificateAuthority, completion.Token) { TlsServerName = target.TlsServerName });
            await MemberTokens.VerifyAsync(client, either.Token);
            return target;
        }
        catch (EgressDeniedException exception)
        {
            throw ProblemException.Refused(
                $"The portal cannot use the address {target.ApiServer}",
                exception.Message,
                "Use a kubeconfig whose server is the address under which other machines reach this cluster, and run the command again.");
        }
        catch (Exception exception) when (exception is SocketException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw ProblemException.Unavailable(
                $"The portal does not reach {target.ApiServer}",
                exception is SocketException ? "Its name does not resolve there." : $"It did not answer within {Deadline.TotalSeconds:0} seconds.",
                "Open the way from the portal to this address, or use a kubeconfig with one that the portal reaches, and run the command again.",
                exception);
        }
        catch (Exception exception) when (KubernetesFaults.IsFault(exception))
        {
            throw KubernetesFaults.Describe(exception, cluster);
        }
    }

    private static JoinTarget Read(string cluster, JoinCompletion completion)
    {
        if (completion.ApiServer is not { Length: > 0 and <= 2000 }
            || !Uri.TryCreate(completion.ApiServer, UriKind.Absolute, out var uri)
            || uri.Scheme != Uri.UriSchemeHttps || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw Malformed(cluster, "apiServer", "The server's address must be https://host:port, without a user, query or fragment.");
        }

        if (completion.Token is not { Length: > 0 and <= MaxLength } || !completion.Token.All(IsTokenCharacter))
        {
            throw Malformed(cluster, "token", "The account's token is missing or holds characters that no token has.");
        }

        var serverName = completion.TlsServerName is { Length: > 0 } given ? given : null;
        if (serverName is not null && !KubeconfigServer.IsServerName(serverName))
        {
            throw Malformed(cluster, "tlsServerName", "The tls-server-name is no host name.");
        }

        return new JoinTarget(uri, JoiningCluster.Address(uri), ReadAuthority(cluster, completion.CertificateAuthority ?? ""), serverName);
    }

    private static string ReadAuthority(string cluster, string encoded)
    {
        if (encoded.Length == 0)
        {
            return "";
        }

        try
        {
            var pem = encoded.Length <= MaxAuthorityLength ? Encoding.UTF8.GetString(Convert.FromBase64String(encoded)) : "";
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            if (certificates.Count > 0)
            {
                // What is stored are certificates alone, whatever else the file held.
                return string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n"));
            }
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            // Said below.
        }

        throw Malformed(cluster, "certificateAuthority", "The CA is not a base64 of PEM certificates.");
    }

    private static bool IsTokenCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '~' or '+' or '/' or '=';

    private static ProblemException Malformed(string cluster, string field, string why) => ProblemException.Invalid(
        $"Cluster {cluster} was not joined", why, "Look at the current context of the kubeconfig, and run the command again.", field);
}

/// <summary>Where a member is, after the checks.</summary>
/// <param name="ApiServer">As stored.</param>
/// <param name="CertificateAuthority">PEM; empty for the system's roots.</param>
/// <param name="TlsServerName">The name that the server's certificate is for, or null for the host of the address.</param>
internal sealed record JoinTarget(Uri Uri, string ApiServer, string CertificateAuthority, string? TlsServerName);
