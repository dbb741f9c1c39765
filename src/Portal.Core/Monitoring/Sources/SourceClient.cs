using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.RateLimiting;
using Polly;

namespace Portal.Core.Monitoring.Sources;

/// <summary>What is kept of one metrics endpoint between questions.</summary>
internal sealed class SourceClient((string Address, DateTimeOffset At) stamp, HttpMessageInvoker invoker, Uri root, string tlsServerName, AuthenticationHeaderValue? credential)
{
    public (string Address, DateTimeOffset At) Stamp { get; } = stamp;

    public required ConcurrencyLimiter Turns { get; init; }

    public required ResiliencePipeline Breaker { get; init; }

    public required ResiliencePipeline<HttpResponseMessage> Hedge { get; init; }

    /// <summary>Whose series are asked for, where a server has those of several; empty for none.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The head of an answer; its body is still to be read.</summary>
    /// <param name="path">Below the endpoint: "api/v1/query".</param>
    /// <param name="fields">The form's fields: in the body, as expressions outgrow what proxies take in a line.</param>
    public async Task<HttpResponseMessage> PostAsync(string path, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken cancellationToken) =>
        await Hedge.ExecuteAsync(
            async (state, token) =>
            {
                using var content = new FormUrlEncodedContent(state.fields);
                return await SendAsync(HttpMethod.Post, state.path, content, token);
            },
            (path, fields),
            cancellationToken);

    /// <summary>The same for what Prometheus answers to GET alone.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken) =>
        await Hedge.ExecuteAsync(async (asked, token) => await SendAsync(HttpMethod.Get, asked, null, token), path, cancellationToken);

    /// <summary>Sends something that must not be done twice: there is no second try.</summary>
    public async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, string path, string? json, CancellationToken cancellationToken)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return await SendAsync(method, path, content, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(root, path)) { Content = content, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        request.Headers.Authorization = credential;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("kurator-portal", null));
        if (Tenant.Length > 0)
        {
            request.Headers.Add("X-Scope-OrgID", Tenant);
        }

        if (tlsServerName.Length > 0)
        {
            // .NET takes the name for the TLS handshake from here, and from nowhere else.
            request.Headers.Host = tlsServerName;
        }

        return await invoker.SendAsync(request, cancellationToken);
    }
}
