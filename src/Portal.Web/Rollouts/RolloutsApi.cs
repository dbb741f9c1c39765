using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Rollouts;
using Portal.Web.Api;

namespace Portal.Web.Rollouts;

/// <summary>The changes of a rollout. Its state, log, cancel and retry are those of its operation.</summary>
internal static class RolloutsApi
{
    public static void MapRollouts(this RouteGroupBuilder api) =>
        api.MapGroup("/rollouts").MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewOperations).Fails(404)
            .Says("GetRollout", "Rollouts", "A rollout's settings, and each of its changes with its operation.");

    private static async Task<Ok<RolloutDetail>> GetAsync(
        Guid id, IRollouts rollouts, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rollouts.GetAsync(id, caller.Actor, cancellationToken));
}
