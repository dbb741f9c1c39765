using System.Net;
using System.Net.Http.Headers;
using System.Threading.RateLimiting;
using Polly;

namespace Portal.Core.Kubernetes;

/// <summary>
/// What every request to one cluster passes: its queue, its circuit breaker, its deadline, the bound of the answer, the
/// credential. A request without an answer throws a <see cref="Problems.ProblemException"/>; answers pass as they are.
/// </summary>
internal sealed class ClusterRequestHandler : DelegatingHandler
{
    private readonly string _cluster;
    private readonly AuthenticationHeaderValue? _credential;
    private readonly KubernetesOptions _options;
    private readonly TimeProvider _time;
    private readonly Action? _unauthorized;
    private readonly ConcurrencyLimiter _limiter;
    private readonly ResiliencePipeline<HttpResponseMessage> _breaker;

    /// <param name="breaker">Of all requests to this cluster, whoever sends them; null for one of its own.</param>
    public ClusterRequestHandler(
        string cluster, AuthenticationHeaderValue? credential, KubernetesOptions options, TimeProvider time, Action? unauthorized = null,
        ResiliencePipeline<HttpResponseMessage>? breaker = null)
    {
        _cluster = cluster;
        _credential = credential;
        _options = options;
        _time = time;
        _unauthorized = unauthorized;
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = options.MaxRequestsPerCluster,
            QueueLimit = options.MaxQueuedPerCluster,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _breaker = breaker ?? ClusterBreaker.Create(options, time);
    }

    /// <summary>The name that the server's certificate must be for, or null for the host of the address.</summary>
    public string? TlsServerName { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var turn = await _limiter.AcquireAsync(1, cancellationToken);
            if (!turn.IsAcquired)
            {
                throw new HeldBackException($"{_options.MaxQueuedPerCluster} requests wait for it already.");
            }

            request.Headers.Authorization = _credential;
            Tell(request);

            // .NET takes the name for the TLS handshake from here, and from nowhere else.
            request.Headers.Host = TlsServerName is { } name ? (name.Contains(':', StringComparison.Ordinal) ? $"[{name}]" : name) : null;
            var response = await _breaker.ExecuteAsync(
                async (state, token) => await state.Handler.SendWithinDeadlineAsync(state.Request, token),
                (Handler: this, Request: request),
                cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                _unauthorized?.Invoke();
            }

            return response;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is not Problems.ProblemException)
        {
            throw KubernetesFaults.Describe(exception, _cluster);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _limiter.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void Tell(HttpRequestMessage request)
    {
        var call = ClusterCall.Current;
        if (call?.Person is { } person)
        {
            // The groups need a line each, which only this version has.
            request.Version = HttpVersion.Version11;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            person.Impersonate(request);
        }

        if (call?.OperationId is { } operation)
        {
            // Before the slash as ever: an API server takes that for the manager of fields.
            request.Headers.UserAgent.Clear();
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("kurator-portal", $"operation-{operation}"));
        }
    }

    private async Task<HttpResponseMessage> SendWithinDeadlineAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsStream(request))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        using var deadline = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var response = await base.SendAsync(request, either.Token);
            try
            {
                // Read here, so that the deadline and the bound hold for the whole answer.
                await response.Content.LoadIntoBufferAsync(_options.MaxResponseBytes, either.Token);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {_options.RequestTimeout}.", exception);
        }
    }

    // Watches and followed logs last as long as their reader wants.
    private static bool IsStream(HttpRequestMessage request) =>
        request.RequestUri is { Query: { Length: > 0 } query } &&
        query.TrimStart('?').Split('&').Any(pair => pair is "watch=true" or "watch=1" or "watch=True" or "follow=true" or "follow=1" or "follow=True");
}
