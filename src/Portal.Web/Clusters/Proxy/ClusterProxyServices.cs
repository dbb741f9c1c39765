using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Portal.Web.Access;
using Portal.Web.Access.Kubeconfigs;
using Portal.Web.Hosting;

namespace Portal.Web.Clusters.Proxy;

/// <summary>The way to the APIs of clusters, by kubeconfigs that the portal made.</summary>
public static class ClusterProxyServices
{
    public static void AddClusterProxy(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        services.AddSingleton<ProxySessions>();
        services.AddHostedService(provider => provider.GetRequiredService<ProxySessions>());
        services.AddSingleton<ClusterProxy>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, KubeconfigHandler>(KubeconfigHandler.Name, null);
        services.AddAuthorizationBuilder().AddPolicy(
            KubeconfigHandler.Name, new AuthorizationPolicyBuilder(KubeconfigHandler.Name).RequireAuthenticatedUser().Build());
    }

    public static void MapClusterProxy(this WebApplication app) =>
        app.Map($"{ApiPaths.Kubernetes}/clusters/{{cluster}}/{{**path}}", (RequestDelegate)(context => context.RequestServices.GetRequiredService<ClusterProxy>().InvokeAsync(context)))
            .RequireAuthorization(KubeconfigHandler.Name)
            // Its token is refused while a password has to be changed; there is no page to lead to.
            .WithMetadata(new AllowedBeforePasswordChangeAttribute())
            .DisableAntiforgery();
}
