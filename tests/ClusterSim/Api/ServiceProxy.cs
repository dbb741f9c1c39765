using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Api;

/// <summary>Answers requests to a service behind the proxy; the path is the one after <c>/proxy</c>.</summary>
public delegate Task ServiceUpstream(HttpContext http, string path);

/// <summary><c>services/NAME:PORT/proxy</c>: goes to the handler or URL that a test registered for the service.</summary>
public static class ServiceProxy
{
    /// <summary>An annotation of the service: the base URL that its proxy reaches.</summary>
    public const string UpstreamAnnotation = "clustersim.kurator.dev/upstream";

    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromMinutes(5) };

    public static string Key(string cluster, string ns, string service) => $"{cluster}/{ns}/{service}";

    public static async Task Forward(ApiCall call, Resource resource)
    {
        var name = call.Info.Name;
        var parts = name.Split(':');
        var service = parts.Length == 3 ? parts[1] : parts[0];
        var path = "/" + call.Info.Rest;
        if (resource.Plural != "services" || call.Cluster.Store.Get("services", call.Info.Namespace, service) is not { } stored)
        {
            throw Failures.NotFound(resource, service);
        }

        var context = call.Cluster.Context;
        if (context.Upstreams.TryGetValue(Key(call.Cluster.Name, call.Info.Namespace, service), out var upstream)
            || context.Upstreams.TryGetValue(Key("*", call.Info.Namespace, service), out upstream))
        {
            await upstream(call.Http, path);
            return;
        }

        if (stored.Read().At("metadata", "annotations", UpstreamAnnotation) is not string url)
        {
            throw new ApiException(503, "ServiceUnavailable", $"no endpoints available for service \"{name}\"");
        }

        await To(new Uri(url))(call.Http, path);
    }

    /// <summary>Sends everything on to the server at <paramref name="address"/>.</summary>
    public static ServiceUpstream To(Uri address) => (http, path) => Send(http, new Uri(address.ToString().TrimEnd('/') + path + http.Request.QueryString));

    private static async Task Send(HttpContext http, Uri target)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), target);
        if (http.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(http.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", http.Request.ContentType);
        }

        try
        {
            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
            http.Response.StatusCode = (int)response.StatusCode;
            http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
        catch (HttpRequestException e)
        {
            throw new ApiException(503, "ServiceUnavailable", $"error trying to reach service: {e.Message}", new Map());
        }
    }
}
