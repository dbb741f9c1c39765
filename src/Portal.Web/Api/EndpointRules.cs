using Portal.Core.Access;

namespace Portal.Web.Api;

/// <summary>The rule and the words that every endpoint has.</summary>
internal static class EndpointRules
{
    /// <summary>Who may call it. The feature service checks again: this answers before a body is read.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, Permission permission) =>
        endpoint.RequireAuthorization(permission.ToString());

    /// <param name="name">The operationId: clients generate method names of it.</param>
    public static RouteHandlerBuilder Says(this RouteHandlerBuilder endpoint, string name, string tag, string summary) =>
        endpoint.WithName(name).WithTags(tag).WithSummary(summary);

    /// <summary>Problems beyond those of every endpoint.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint;
    }
}
