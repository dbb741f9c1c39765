using System.Globalization;
using k8s.Autorest;
using Polly.CircuitBreaker;
using Portal.Core.Problems;

namespace Portal.Core.Kubernetes;

/// <summary>What happened, why, and what to do, for each <see cref="FaultCause"/>.</summary>
internal static class FaultWords
{
    public static ProblemException Describe(FaultCause cause, Exception exception, string cluster)
    {
        var unreached = $"Cluster {cluster} cannot be reached";
        var refused = $"Cluster {cluster} refused the request";
        var admission = cause is FaultCause.Forbidden or FaultCause.Invalid or FaultCause.ServerError ? AdmissionRefusal.Find(AnswerOf(exception, "")) : null;
        return cause switch
        {
            FaultCause.ServerError when admission is not null => Unavailable(refused, admission.Why, admission.Remedy),
            _ when admission is not null => Refused(refused, admission.Why, admission.Remedy),
            FaultCause.NameNotFound => Unavailable(unreached, "The host name of its API server does not resolve.", "Check the name, and that the portal's DNS knows it."),
            FaultCause.ConnectionRefused => Unavailable(unreached, "Nothing listens at the address of its API server (connection refused).", "Check that the API server runs, and its port."),
            FaultCause.Unreachable => Unavailable(unreached, "There is no route to the address of its API server.", "Check the network and the firewall between the portal and the cluster."),
            FaultCause.TimedOut => Unavailable(unreached, "It did not answer in time.", "Check the load of the API server, and the firewall between the portal and the cluster."),
            FaultCause.Reset => Unavailable(unreached, "The connection was cut before the answer was complete.", "Try again; if it stays so, check the load balancer in front of the API server."),
            FaultCause.Certificate when Find<ClusterCertificateException>(exception) is { } certificate =>
                Unavailable($"Cluster {cluster} is not trusted", $"TLS failed, as {certificate.Message}.", certificate.Remedy),
            FaultCause.Certificate or FaultCause.TlsHandshake =>
                Unavailable(unreached, "TLS could not be agreed on.", "Check that the address is that of a Kubernetes API server and starts with https://."),
            FaultCause.AddressDenied =>
                Refused($"The portal does not connect to cluster {cluster}", $"{Find<EgressDeniedException>(exception)?.Message ?? "Its address is refused"}.", "Use the address under which the API server is reachable from the network, or ask an administrator about Egress:AllowNetworks."),
            FaultCause.HeldBack =>
                Unavailable(unreached, HeldBack(exception), "Wait until it answers again, or mend what its health page names."),
            FaultCause.Unauthorized => Refused($"Cluster {cluster} refused the credential", "The token is expired, revoked or not of this cluster (401).", "Use a fresh credential; for a joined cluster, run the join again to renew the portal's token."),
            FaultCause.Forbidden => Refused($"Cluster {cluster} denied a permission", AnswerOf(exception, "The account may not do this (403)."), "Grant the permission in the cluster, or run the join again to renew the portal's rights."),
            FaultCause.NotFound => Refused($"Cluster {cluster} has no such object", AnswerOf(exception, "It answered 404."), "Reload the page; check that the API version exists in this cluster."),
            FaultCause.Conflict => Refused($"Cluster {cluster} reports a conflict", AnswerOf(exception, "It answered 409."), "Somebody changed the object at the same time: read it again and retry."),
            FaultCause.Invalid => Refused(refused, AnswerOf(exception, "It called the request invalid."), "Correct what the answer names."),
            FaultCause.TooManyRequests => Unavailable($"Cluster {cluster} is busy", "Its API server limits requests (429).", "Wait a moment; the portal slows down by itself."),
            FaultCause.ServerError => Unavailable($"Cluster {cluster} failed to answer", AnswerOf(exception, "Its API server reports an error."), "Look at the API server's and etcd's health; then try again."),
            FaultCause.TooLarge => Refused($"The answer of cluster {cluster} is too large", "It passes the bound Kubernetes:MaxResponseBytes.", "Ask for less (a namespace, a label), or raise the bound."),
            FaultCause.NotKubernetes => Refused($"The address of cluster {cluster} does not speak Kubernetes", "The answer is not that of a Kubernetes API server.", "Check the server's address; a login page or a proxy may answer there."),
            _ => Unavailable($"A request to cluster {cluster} failed", exception.GetType().Name, "Try again; the portal's log has the details."),
        };

        ProblemException Unavailable(string what, string why, string remedy) => ProblemException.Unavailable(what, why, remedy, exception);

        ProblemException Refused(string what, string why, string remedy) => ProblemException.Refused(what, why, remedy, exception);
    }

    private static string HeldBack(Exception exception) => Find<BrokenCircuitException>(exception) switch
    {
        { RetryAfter: { } wait } => string.Create(CultureInfo.InvariantCulture, $"It failed again and again; the portal asks it again in {Math.Ceiling(wait.TotalSeconds)} s."),
        not null => "It failed again and again; the portal leaves it alone for a moment.",
        _ => Find<HeldBackException>(exception)?.Message ?? "Too many requests wait for it.",
    };

    private static string AnswerOf(Exception exception, string otherwise) =>
        Find<HttpOperationException>(exception)?.Response?.Content is { Length: > 0 } content && KubernetesAnswer.ReadMessage(content) is { } message
            ? message
            : otherwise;

    private static T? Find<T>(Exception exception)
        where T : Exception => KubernetesFaults.Layers(exception).OfType<T>().FirstOrDefault();
}
