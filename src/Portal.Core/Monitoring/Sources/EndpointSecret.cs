using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Sources;

/// <summary>A stored secret stays only where it was: a changed address must not draw it to another server.</summary>
internal static class EndpointSecret
{
    /// <summary>What is to be stored. Throws Invalid when a secret is needed and neither given nor to be kept.</summary>
    public static byte[]? Of(GivenEndpoint stored, IEndpointRequest request, SecretProtector protector, string purpose, string what)
    {
        if (request.Authentication == MetricsAuthentication.None)
        {
            return null;
        }

        if (request.Secret is { } secret)
        {
            return protector.Protect(purpose, secret);
        }

        return stored.ProtectedSecret is { } kept && stored.Address == request.Address && stored.Authentication == request.Authentication
            ? kept
            : throw ProblemException.Invalid(what, "The password or token is missing: a stored one is not sent to another address.", "Give it again.", "secret");
    }
}
