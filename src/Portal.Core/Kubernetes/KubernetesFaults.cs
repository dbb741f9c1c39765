using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using Polly.CircuitBreaker;
using Portal.Core.Problems;

namespace Portal.Core.Kubernetes;

/// <summary>Turns what a call to a member threw into words. Every feature that talks to members uses it.</summary>
public static class KubernetesFaults
{
    /// <summary>
    /// The problem to show: Unavailable when the cluster gave no usable answer and trying again can help, Refused when it
    /// answered and said no. A <see cref="ProblemException"/> comes back as it is.
    /// </summary>
    /// <param name="clusterName">As people know it ("member1").</param>
    public static ProblemException Describe(Exception exception, string clusterName) =>
        exception as ProblemException ?? FaultWords.Describe(Classify(exception), exception, clusterName);

    /// <summary>The cause, also of a <see cref="ProblemException"/> that this class made.</summary>
    public static FaultCause Classify(Exception exception)
    {
        foreach (var layer in Layers(exception))
        {
            if (ClassifyLayer(layer) is var cause and not FaultCause.Unknown)
            {
                return cause;
            }
        }

        return FaultCause.Unknown;
    }

    /// <summary>True for what <see cref="Describe"/> can explain: for exception filters.</summary>
    public static bool IsFault(Exception exception) => Classify(exception) != FaultCause.Unknown;

    /// <summary>True when the cluster answered with this status.</summary>
    public static bool IsStatus(Exception exception, HttpStatusCode status) => StatusOf(exception) == status;

    /// <summary>The HTTP status of the answer, or null when there was none.</summary>
    public static HttpStatusCode? StatusOf(Exception exception) =>
        Layers(exception).OfType<HttpOperationException>().FirstOrDefault()?.Response?.StatusCode;

    internal static IEnumerable<Exception> Layers(Exception exception)
    {
        for (var layer = exception; layer is not null; layer = layer.InnerException)
        {
            yield return layer;
        }
    }

    // Outer layers first: an HttpRequestException knows its kind better than the IOException inside it, except for these causes.
    private static FaultCause ClassifyLayer(Exception layer) => layer switch
    {
        EgressDeniedException => FaultCause.AddressDenied,
        ClusterCertificateException => FaultCause.Certificate,
        HeldBackException or BrokenCircuitException => FaultCause.HeldBack,
        HttpOperationException { Response: { } response } => ClassifyStatus(response.StatusCode),
        KubernetesException { Status.Code: { } code } => ClassifyStatus((HttpStatusCode)code),
        HttpRequestException request when ClassifyInner(request) is { } inner => inner,
        HttpRequestException request => ClassifyRequest(request),
        SocketException socket => ClassifySocket(socket.SocketErrorCode),
        AuthenticationException => FaultCause.TlsHandshake,
        TimeoutException or TaskCanceledException { InnerException: TimeoutException } => FaultCause.TimedOut,
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => FaultCause.Reset,
        IOException { InnerException: SocketException socket } => ClassifySocket(socket.SocketErrorCode),
        JsonException => FaultCause.NotKubernetes,
        _ => FaultCause.Unknown,
    };

    private static FaultCause? ClassifyInner(HttpRequestException request) => request.InnerException switch
    {
        EgressDeniedException => FaultCause.AddressDenied,
        ClusterCertificateException => FaultCause.Certificate,
        SocketException socket => ClassifySocket(socket.SocketErrorCode),
        { } inner when Layers(inner).OfType<ClusterCertificateException>().Any() => FaultCause.Certificate,

        // HTTP/2 says "invalid" of a connection that is cut while the two agree on it.
        { } inner when Layers(inner).OfType<SocketException>().FirstOrDefault() is { } socket => ClassifySocket(socket.SocketErrorCode),
        _ => null,
    };

    private static FaultCause ClassifyRequest(HttpRequestException request) => request.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => FaultCause.NameNotFound,
        HttpRequestError.SecureConnectionError => FaultCause.TlsHandshake,
        HttpRequestError.ConfigurationLimitExceeded => FaultCause.TooLarge,
        HttpRequestError.ConnectionError => FaultCause.Unreachable,
        HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError => FaultCause.NotKubernetes,
        _ => FaultCause.Reset,
    };

    private static FaultCause ClassifySocket(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => FaultCause.NameNotFound,
        SocketError.ConnectionRefused => FaultCause.ConnectionRefused,
        SocketError.TimedOut => FaultCause.TimedOut,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => FaultCause.Reset,
        _ => FaultCause.Unreachable,
    };

    private static FaultCause ClassifyStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => FaultCause.Unauthorized,
        HttpStatusCode.Forbidden => FaultCause.Forbidden,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => FaultCause.NotFound,
        HttpStatusCode.Conflict => FaultCause.Conflict,
        HttpStatusCode.TooManyRequests => FaultCause.TooManyRequests,
        HttpStatusCode.RequestEntityTooLarge => FaultCause.TooLarge,
        >= HttpStatusCode.InternalServerError => FaultCause.ServerError,
        >= HttpStatusCode.BadRequest => FaultCause.Invalid,
        _ => FaultCause.NotKubernetes,
    };
}
