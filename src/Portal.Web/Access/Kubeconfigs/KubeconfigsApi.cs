using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Access.Kubeconfigs;
using Portal.Core.Data;
using Portal.Web.Api;

namespace Portal.Web.Access.Kubeconfigs;

/// <summary>Kubeconfigs that lead through the portal's proxy: the caller's own, and for admins anyone's.</summary>
internal static class KubeconfigsApi
{
    private const string Tag = "Kubeconfigs";

    public static void MapKubeconfigs(this RouteGroupBuilder api)
    {
        api.MapPost("/clusters/{id:guid}/kubeconfig", CreateAsync).Needs(Permission.UseClusters).Fails(404, 409, 422).WithMetadata(SecretAnswer.Mark)
            .Says("CreateKubeconfig", Tag, "Makes a kubeconfig that reaches the cluster as you, for hours, through the portal. It is shown this once.");
        api.MapGet("/me/kubeconfigs", ListOwnAsync).Needs(Permission.ManageOwnTokens)
            .Says("ListKubeconfigs", Tag, "Lists your kubeconfigs, newest first.");
        api.MapDelete("/kubeconfigs/{id:guid}", RevokeAsync).Needs(Permission.ManageOwnTokens).Fails(404)
            .Says("RevokeKubeconfig", Tag, "Revokes a kubeconfig of yours; an admin can revoke anyone's. What runs by it is cut.");
        api.MapGet("/users/{id:guid}/kubeconfigs", ListAsync).Needs(Permission.ManageUsers)
            .Says("ListUserKubeconfigs", Tag, "Lists the kubeconfigs of an account.");
    }

    private static async Task<Ok<IssuedKubeconfig>> CreateAsync(
        Guid id, KubeconfigRequest body, IKubeconfigs kubeconfigs, Caller caller, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(await kubeconfigs.CreateAsync(id, body, PortalAddress.Of(context), caller.Actor, cancellationToken));

    private static async Task<Ok<Page<KubeconfigSummary>>> ListOwnAsync(IKubeconfigs kubeconfigs, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await kubeconfigs.ListAsync(null, caller.Actor, cancellationToken)));

    private static async Task<Ok<Page<KubeconfigSummary>>> ListAsync(Guid id, IKubeconfigs kubeconfigs, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await kubeconfigs.ListAsync(id, caller.Actor, cancellationToken)));

    private static async Task<NoContent> RevokeAsync(Guid id, IKubeconfigs kubeconfigs, Caller caller, CancellationToken cancellationToken)
    {
        await kubeconfigs.RevokeAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}
