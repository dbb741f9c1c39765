using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Rollouts;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Components;

/// <summary>Plans of components: what would be done on which cluster, in which order, and what stands against it.</summary>
internal static class PlansApi
{
    private const string Tag = "Component plans";

    public static void MapComponentPlans(this RouteGroupBuilder api)
    {
        api.MapPost("/component-plans", CreateAsync).Needs(Permission.ManageComponents).Fails(404, 409, 422)
            .Says("CreateComponentPlan", Tag, "Makes a plan. It is in state Checking until a worker has asked the clusters; it changes nothing.");
        api.MapGet("/component-plans/{id:guid}", GetAsync).Needs(Permission.ViewComponents).Fails(404)
            .Says("GetComponentPlan", Tag, "A plan with its changes in order, and every reason why a part of the wish is refused.");
        api.MapPost("/component-plans/{id:guid}/apply", ApplyAsync).Needs(Permission.ManageComponents).Fails(404, 409, 422)
            .Says("ApplyComponentPlan", Tag, "Does what a plan says, once: one operation with a part for each change.");
        api.MapGet("/component-plans/{id:guid}/objects", ListObjectsAsync).Needs(Permission.ViewComponents).Fails(404)
            .Says("ListComponentPlanObjects", Tag, "The objects that one change of a plan makes, changes and removes.");
        api.MapGet("/component-plans/{id:guid}/diff", GetDiffAsync).Needs(Permission.ManageComponents).Fails(404)
            .Says("GetComponentPlanDiff", Tag, "The unified diff of one object's fields; what is secret is blanked out.");
    }

    private static async Task<Created<ComponentPlanDetail>> CreateAsync(
        PlanRequest body, IComponentPlans plans, Caller caller, CancellationToken cancellationToken)
    {
        var plan = await plans.CreateAsync(body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/component-plans/{plan.Id}", plan);
    }

    private static async Task<Ok<ComponentPlanDetail>> GetAsync(
        Guid id, IComponentPlans plans, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await plans.GetAsync(id, caller.Actor, cancellationToken));

    private static async Task<Accepted<OperationStarted>> ApplyAsync(
        Guid id, RolloutSettings body, IComponentPlans plans, Caller caller, CancellationToken cancellationToken)
    {
        var operation = await plans.ApplyAsync(id, body, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(operation), new OperationStarted(operation));
    }

    /// <param name="change">The id of a change of the plan.</param>
    private static async Task<Ok<Page<PlannedObjectView>>> ListObjectsAsync(
        Guid id, string change, IComponentPlans plans, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await plans.ListObjectsAsync(id, change, caller.Actor, cancellationToken)));

    /// <param name="change">The id of a change of the plan.</param>
    /// <param name="ordinal">The object's number among those of the change.</param>
    private static async Task<Ok<PlannedObjectDiff>> GetDiffAsync(
        Guid id, string change, int ordinal, IComponentPlans plans, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await plans.GetDiffAsync(id, change, ordinal, caller.Actor, cancellationToken));
}
