using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Api;

/// <summary>Every endpoint that the running application has.</summary>
internal static partial class ApiEndpoints
{
    public static IReadOnlyList<RouteEndpoint> All(PortalHost host) =>
        [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>Those of the REST API for callers that are known: a webhook knows none.</summary>
    public static IReadOnlyList<RouteEndpoint> OfApi(PortalHost host) =>
        [.. All(host).Where(endpoint => Pattern(endpoint).StartsWith("/api/", StringComparison.Ordinal) && !Pattern(endpoint).EndsWith("/webhook", StringComparison.Ordinal))];

    /// <summary>Those that answer with a page.</summary>
    public static IReadOnlyList<RouteEndpoint> Pages(PortalHost host) =>
        [.. All(host).Where(endpoint => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null)];

    public static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    public static string Method(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Order().FirstOrDefault() ?? "GET";

    /// <summary>An address of the endpoint, of things that do not exist.</summary>
    public static string Address(RouteEndpoint endpoint) => Parameter().Replace(
        Pattern(endpoint), match => match.Groups[1].Value switch { ":guid" => Guid.NewGuid().ToString(), ":int" => "1", _ => "nothing" });

    /// <summary>A request to it, with an empty object where a body may be.</summary>
    public static HttpRequestMessage Request(RouteEndpoint endpoint, string body = "{}")
    {
        var method = new HttpMethod(Method(endpoint));
        var request = new HttpRequestMessage(method, Address(endpoint));
        if (method != HttpMethod.Get && method != HttpMethod.Delete)
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        }

        return request;
    }

    [GeneratedRegex("\\{[^:}]+(:[^}]+)?\\}")]
    private static partial Regex Parameter();
}
