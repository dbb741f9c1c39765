using System.Net;
using System.Text;
using Microsoft.Net.Http.Headers;
using Portal.Core.Clusters;
using Portal.Core.Clusters.Proxy;
using Portal.Core.Kubernetes;
using Yarp.ReverseProxy.Forwarder;

namespace Portal.Web.Clusters.Proxy;

/// <summary>What becomes of one request, and of its answer.</summary>
internal sealed class ProxyTransform(ProxiedTarget target, ClusterChannel channel, ClusterIdentity identity, ProxyRecord record) : HttpTransformer
{
    /// <summary>What runs in the portal's origin is the portal's alone, also when a browser opens what a cluster answered.</summary>
    private const string Sandbox = "sandbox; default-src 'none'; frame-ancestors 'none'";

    private const int MostRefusalBytes = 64 * 1024;

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        // The forwarder takes GET for whatever is upgraded; to RBAC it is not the same.
        proxyRequest.Method = new HttpMethod(httpContext.Request.Method);
        proxyRequest.RequestUri = target.On(channel.ApiServer);
        foreach (var (name, values) in httpContext.Request.Headers)
        {
            if (!ProxyHeaders.OfRequests.Contains(name))
            {
                continue;
            }

            string?[] kept = name.Equals(HeaderNames.SecWebSocketProtocol, StringComparison.OrdinalIgnoreCase)
                ? ProxyHeaders.Protocols(values) is { Length: > 0 } protocols ? [protocols] : []
                : values.ToArray();
            if (kept.Length > 0 && !proxyRequest.Headers.TryAddWithoutValidation(name, kept))
            {
                proxyRequest.Content?.Headers.TryAddWithoutValidation(name, kept);
            }
        }

        identity.Impersonate(proxyRequest);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return false;
        }

        // Before anything is answered: no secret is given out, and no act confirmed, that is not on record.
        await record.AnsweredAsync(proxyResponse);
        switch (proxyResponse.StatusCode)
        {
            case HttpStatusCode.Unauthorized:
                await KubernetesStatus.WriteAsync(
                    httpContext, StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable",
                    $"Cluster {channel.Name} refuses the portal's own credential. It is renewed by itself within a minute, or by joining the cluster again.");
                return false;
            case HttpStatusCode.Forbidden:
                await RefuseAsync(httpContext, proxyResponse, cancellationToken);
                return false;
            default:
                CopyHead(httpContext, proxyResponse);
                return true;
        }
    }

    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    private static void CopyHead(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        var headers = context.Response.Headers;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (ProxyHeaders.OfResponses.Contains(name))
            {
                headers[name] = values.ToArray();
            }
        }

        headers.ContentSecurityPolicy = Sandbox;
        headers.ContentDisposition = "attachment";
        headers.CacheControl = headers.CacheControl.ToString() is { Length: > 0 } cache ? cache.Replace("public", "private", StringComparison.OrdinalIgnoreCase) : "no-store";
    }

    /// <summary>Most refusals are the cluster's to explain. One that is about the portal's account itself would puzzle who reads it.</summary>
    private async Task RefuseAsync(HttpContext context, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = new byte[MostRefusalBytes];
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.Latin1.GetString(body, 0, length);
        if (text.Contains("cannot impersonate resource", StringComparison.Ordinal) && text.Contains($":{MemberAccount.Name}:{MemberAccount.Name}", StringComparison.Ordinal))
        {
            await KubernetesStatus.WriteAsync(
                context, StatusCodes.Status403Forbidden, "Forbidden",
                $"The portal's account in cluster {channel.Name} may not act as people there yet: it was joined before that was asked for. An administrator of the cluster renews the portal's rights by applying what /api/v1/join/rights shows.");
            return;
        }

        CopyHead(context, answer);
        context.Response.ContentLength = length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, length), cancellationToken);
    }
}
