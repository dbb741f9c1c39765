using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Rollouts;
using Portal.Web.Api;

namespace Portal.Web.Rollouts;

/// <summary>The changes and waves of a rollout. Its state, log, cancel and retry are those of its operation.</summary>
internal static class RolloutsApi
{
    private const string Tag = "Rollouts";

    public static void MapRollouts(this RouteGroupBuilder api)
    {
        var rollouts = api.MapGroup("/rollouts");
        rollouts.MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewOperations).Fails(404)
            .Says("GetRollout", Tag, "A rollout's settings and waves, and each of its changes with its operation.");
        rollouts.MapPost("/{id:guid}/pause", PauseAsync).Needs(Permission.RunRollouts).Fails(404, 409)
            .Says("PauseRollout", Tag, "Starts nothing more until the rollout is resumed; what runs ends.");
        rollouts.MapPost("/{id:guid}/resume", ResumeAsync).Needs(Permission.RunRollouts).Fails(404, 409)
            .Says("ResumeRollout", Tag, "Goes on with a rollout that was paused.");
        rollouts.MapPost("/{id:guid}/abort", AbortAsync).Needs(Permission.RunRollouts).Fails(404, 409)
            .Says("AbortRollout", Tag, "Stops a rollout, cancels what runs, and takes back what it did, the last change first.");
    }

    private static async Task<Ok<RolloutDetail>> GetAsync(
        Guid id, IRollouts rollouts, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rollouts.GetAsync(id, caller.Actor, cancellationToken));

    private static async Task<Accepted<OperationStarted>> PauseAsync(Guid id, IRollouts rollouts, Caller caller, CancellationToken cancellationToken)
    {
        await rollouts.PauseAsync(id, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(id), new OperationStarted(id));
    }

    private static async Task<Accepted<OperationStarted>> ResumeAsync(Guid id, IRollouts rollouts, Caller caller, CancellationToken cancellationToken)
    {
        await rollouts.ResumeAsync(id, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(id), new OperationStarted(id));
    }

    private static async Task<Accepted<OperationStarted>> AbortAsync(Guid id, IRollouts rollouts, Caller caller, CancellationToken cancellationToken)
    {
        await rollouts.AbortAsync(id, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(id), new OperationStarted(id));
    }
}
