namespace Portal.Web.Hosting;

/// <summary>What is answered as an API: by problem details, never by a page or a redirect.</summary>
internal static class ApiPaths
{
    public const string Root = "/api";
    public const string Version1 = "/api/v1";
    public const string Prometheus = "/prom";
    public const string Kubernetes = "/k8s";
    public const string JoinCommand = "/join/complete";
    public const string JoinScript = "/join/script";

    public static bool IsApi(HttpContext context) =>
        IsOfCaller(context)
        || context.Request.Path.StartsWithSegments(JoinCommand)
        || context.Request.Path.StartsWithSegments(JoinScript);

    /// <summary>What is answered by clusters, or in their form.</summary>
    public static bool IsProxied(HttpContext context) => context.Request.Path.StartsWithSegments(Kubernetes);

    /// <summary>What is answered to somebody who is known, with what this person may see.</summary>
    public static bool IsOfCaller(HttpContext context) =>
        context.Request.Path.StartsWithSegments(Root)
        || context.Request.Path.StartsWithSegments(Prometheus);
}
