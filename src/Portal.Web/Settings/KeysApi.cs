using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Secrets;
using Portal.Web.Api;

namespace Portal.Web.Settings;

/// <summary>The keys that protect what is stored, for admins.</summary>
internal static class KeysApi
{
    private const string Tag = "Keys";

    public static void MapKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys");
        keys.MapGet("/", ListAsync).Needs(Permission.ManageSettings).Says("ListKeys", Tag, "Lists the keys of the key ring, newest first; never a key itself.");
        keys.MapPost("/rotate", RotateAsync).Needs(Permission.ManageSettings)
            .Says("RotateKeys", Tag, "Adds a key, encrypts all that is stored under it, and revokes the keys before it. Everybody signs in again.");
    }

    private static async Task<Ok<Page<RingKey>>> ListAsync(IKeyRotation keys, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await keys.ListAsync(caller.Actor, cancellationToken)));

    private static async Task<Accepted<OperationStarted>> RotateAsync(IKeyRotation keys, Caller caller, CancellationToken cancellationToken)
    {
        var operation = await keys.RotateAsync(caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(operation), new OperationStarted(operation));
    }
}
