using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution.Sources.Git;

/// <summary>What can go wrong on the way to a repository, in words. An address holds no credential.</summary>
internal static class SourceFaults
{
    /// <summary>What went wrong is the source's: trying again alone does not help.</summary>
    public static ProblemException Refuse(string address, string why, string remedy, Exception? inner = null) =>
        ProblemException.Refused($"{address} cannot be read", why, remedy, inner);

    public static ProblemException TooLarge(string address, string why) =>
        Refuse(address, why, "Point the source at a smaller folder or repository, or have an administrator raise the bounds of the section Sources.");

    public static ProblemException Status(string address, HttpStatusCode status, bool withToken) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when withToken => Refuse(address, "The server does not accept the user and token.", "Give a token that may read the repository."),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Refuse(address, "The server asks for a user and a token.", "Give a token that may read the repository."),
        HttpStatusCode.NotFound or HttpStatusCode.Gone => Refuse(address, "The server has nothing at this address, or hides it without a token (404).", "Check the address, and give a token if the repository is private."),
        HttpStatusCode.TooManyRequests => ProblemException.Unavailable($"{address} cannot be read", "The server limits requests (429).", "Wait: the portal tries again by itself."),
        >= HttpStatusCode.InternalServerError => ProblemException.Unavailable($"{address} cannot be read", $"The server reports an error ({(int)status}).", "Wait: the portal tries again by itself."),
        _ => Refuse(address, $"The server answered with the status {(int)status}.", "Check the address."),
    };

    /// <summary>Null for what is no fault of the way.</summary>
    public static ProblemException? Describe(string address, Exception error)
    {
        for (var layer = error; layer is not null; layer = layer.InnerException)
        {
            switch (layer)
            {
                case ProblemException known:
                    return known;
                case EgressDeniedException denied:
                    return Refuse(address, $"{denied.Message}.", "Use an address that is reachable from the network, or ask an administrator about Egress:AllowNetworks.", error);
                case AuthenticationException:
                    return Refuse(address, "TLS could not be agreed on: the server's certificate is not trusted, or not of this name.", "Check the address and the certificate.", error);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return ProblemException.Unavailable($"{address} cannot be read", "The host name does not resolve.", "Check the name, and that the portal's DNS knows it.", error);
                case SocketException:
                    return ProblemException.Unavailable($"{address} cannot be read", "The server cannot be reached.", "Check the address, the server and the network between.", error);
            }
        }

        return error is HttpRequestException or IOException
            ? ProblemException.Unavailable($"{address} cannot be read", "The connection was cut before the answer was complete.", "Wait: the portal tries again by itself.", error)
            : null;
    }
}
