using System.Text.Json;

namespace Portal.Web.Clusters.Proxy;

/// <summary>What the portal itself answers at the proxy, in the form that clients of Kubernetes print (meta/v1, Status).</summary>
internal static class KubernetesStatus
{
    /// <param name="reason">One of Kubernetes' own words: clients act on it.</param>
    public static async Task WriteAsync(HttpContext context, int code, string reason, string message)
    {
        if (context.Response.HasStarted)
        {
            return;
        }

        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        if (code is StatusCodes.Status429TooManyRequests)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            kind = "Status",
            apiVersion = "v1",
            metadata = new { },
            status = "Failure",
            message,
            reason,
            code,
        });
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, CancellationToken.None);
        }
    }
}
