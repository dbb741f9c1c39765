using System.Net;
using System.Net.Http.Headers;
using Polly;

namespace Portal.Core.Kubernetes;

/// <summary>Puts the portal's credential to a person's request, in place of whatever is there, and lets it pass the cluster's breaker.</summary>
internal sealed class ProxiedRequestHandler(
    string cluster, AuthenticationHeaderValue credential, string? tlsServerName, ResiliencePipeline<HttpResponseMessage> breaker, Action unauthorized) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Headers.Contains("Impersonate-User"))
        {
            throw new InvalidOperationException("A request of nobody is not sent: it would act as the portal itself.");
        }

        request.Headers.Authorization = credential;

        // .NET takes the name for the TLS handshake from here, and from nowhere else.
        request.Headers.Host = tlsServerName is { } name ? (name.Contains(':', StringComparison.Ordinal) ? $"[{name}]" : name) : null;
        try
        {
            var response = await breaker.ExecuteAsync(
                async (state, token) => await state.Handler.SendOnAsync(state.Request, token), (Handler: this, Request: request), cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                unauthorized();
            }

            return response;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (KubernetesFaults.IsFault(exception))
        {
            throw KubernetesFaults.Describe(exception, cluster);
        }
    }

    private async Task<HttpResponseMessage> SendOnAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (request.Content is not null && exception is (HttpRequestException or IOException))
        {
            throw new BodyFault(exception);
        }
    }

    /// <summary>A request with a body also fails by who sends the body. That is not the cluster's fault, and must not open its breaker for everybody.</summary>
    private sealed class BodyFault(Exception inner) : Exception("A request with a body failed.", inner);
}
