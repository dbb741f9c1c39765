using System.Net;
using System.Text.RegularExpressions;

namespace Portal.Core.Kubernetes;

/// <summary>The rules for the address of an API server, on the exact text of the file: no parser's leniency may widen them.</summary>
internal static partial class KubeconfigServer
{
    private const string Remedy = "Use the address at which the API server is reachable from the network, such as https://api.example.com:6443.";

    /// <param name="refusal">Why an address is refused, or null: the egress policy.</param>
    public static Uri Read(string path, string server, Func<IPAddress, string?> refusal)
    {
        if (server.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse("It uses http, which would send the credential unencrypted.", "Use the https:// address of the API server.");
        }

        var shape = Address().Match(server);
        if (!shape.Success || server.Length > 2048 || !Uri.TryCreate(server, UriKind.Absolute, out var uri))
        {
            throw Refuse(WhyMalformed(server), Remedy);
        }

        CheckHost(shape.Groups["host"].Value);
        return new Uri(uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/'));

        void CheckHost(string host)
        {
            var name = host.Trim('[', ']').TrimEnd('.');
            if (EgressPolicy.IsMetadataName(name))
            {
                throw Refuse("It is the name of a cloud's metadata service.", Remedy);
            }

            var isAddress = IPAddress.TryParse(name, out var address);
            if (isAddress && host[0] != '[' && address!.ToString() != host)
            {
                throw Refuse("It writes an IP address in an unusual way (decimal, octal, hexadecimal or shortened).", "Write the address as four decimal numbers.");
            }

            // Resolvers read these as addresses even where this parser does not.
            if (!isAddress && NumericLabel().IsMatch(name))
            {
                throw Refuse("Its host ends in a number, which some programs read as an address.", "Write the address as four decimal numbers, or use a host name.");
            }

            if (isAddress && refusal(address!) is { } reason)
            {
                throw Refuse($"Its address is refused, as {reason}.", Remedy);
            }

            if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            {
                if (refusal(IPAddress.Loopback) is { } loopback)
                {
                    throw Refuse($"Its address is refused, as {loopback}.", Remedy);
                }
            }
        }

        Problems.ProblemException Refuse(string why, string remedy) => KubeconfigProblems.Refuse(path, why, remedy);
    }

    /// <summary>Whether a tls-server-name can stand in a certificate.</summary>
    public static bool IsServerName(string name) =>
        name.Length <= 253 && Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;

    private static string WhyMalformed(string server)
    {
        var authority = server[(server.IndexOf("//", StringComparison.Ordinal) + 2)..].Split('/', '?', '#')[0];
        return true switch
        {
            _ when !server.StartsWith("https://", StringComparison.OrdinalIgnoreCase) => "It is not an https:// address.",
            _ when authority.Contains('@', StringComparison.Ordinal) => "It holds a user name or password.",
            _ when server.Contains('?', StringComparison.Ordinal) => "It holds a query (?).",
            _ when server.Contains('#', StringComparison.Ordinal) => "It holds a fragment (#).",
            _ when server.Any(character => character > '~') => "It holds characters outside of ASCII, which can imitate another name; write the host in its xn-- form.",
            _ => "It is not a well-formed address.",
        };
    }

    // Scheme, host, optional port, optional path of plain segments; no escapes, no dot segments, no user information.
    [GeneratedRegex(@"^https://(?<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?)(:[0-9]{1,5})?(/(?!\.{1,2}(/|$))[A-Za-z0-9_.~:@!$&'()*+,;=-]*)*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"(^|\.)(0x[0-9a-f]*|[0-9]+)$", RegexOptions.IgnoreCase)]
    private static partial Regex NumericLabel();
}
