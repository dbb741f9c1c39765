using Portal.Core.Components.Systems;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>How the other clusters of a system reach a cluster's API server.</summary>
/// <param name="CertificateAuthority">PEM.</param>
/// <param name="TlsServerName">The name that the certificate is for, when it is not the host of <paramref name="Server"/>.</param>
internal sealed record ApiServerAddress(Uri Server, string CertificateAuthority, string? TlsServerName)
{
    /// <summary>Host and port, and what follows: without a scheme.</summary>
    public string WithoutScheme => $"{Server.IdnHost}:{Server.Port}{Server.AbsolutePath.TrimEnd('/')}";

    /// <param name="context">Of the step.</param>
    /// <param name="member">Whose API server it is.</param>
    /// <param name="given">What the person says others reach it at; empty for the address that the portal uses.</param>
    /// <param name="token">Holds the authority that the cluster itself tells its accounts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ApiServerAddress> ReadAsync(
        SystemStepContext context, SystemMember member, string given, AccountToken token, CancellationToken cancellationToken)
    {
        if (given.Length > 0)
        {
            return new ApiServerAddress(Parse(given, member), token.CertificateAuthority, null);
        }

        var access = await context.Connections.ReadAccessAsync(member.ClusterId, cancellationToken);
        if (access.ApiServer.IsLoopback)
        {
            context.Operation.Warn($"The portal reaches {member.ClusterName} at {access.ApiServer.Authority}, where other clusters cannot: give its address in the system's settings");
        }

        // The authority that the portal has verified for this very address, where there is one.
        return new ApiServerAddress(
            access.ApiServer, access.CertificateAuthority.Length > 0 ? access.CertificateAuthority : token.CertificateAuthority, access.TlsServerName);
    }

    private static Uri Parse(string given, SystemMember member)
    {
        var text = given.Contains("://", StringComparison.Ordinal) ? given : $"https://{given}";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0 && address.Query.Length == 0
            ? address
            : throw ProblemException.Refused($"The API server of {member.ClusterName} cannot be named to other clusters",
                $"\"{given}\" is not an address like https://api.example.com:6443.", "Correct it in the system's settings, and retry.");
    }
}
