using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Namespaces;
using Portal.Core.Namespaces.Policies;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Namespaces;

/// <summary>Namespaces of teams on clusters: policies, requests, decisions, delivery and deletion.</summary>
internal static class NamespacesApi
{
    private const string Tag = "Namespaces";

    public static void MapNamespaces(this RouteGroupBuilder api)
    {
        MapPolicies(api.MapGroup("/namespace-policies"));
        MapSpaces(api.MapGroup("/namespaces"));
    }

    private static void MapPolicies(RouteGroupBuilder policies)
    {
        policies.MapGet("/", ListPoliciesAsync).Needs(Permission.ViewNamespaces)
            .Says("ListNamespacePolicies", Tag, "Lists the policies that you may see: the portal's default first, then by team.");
        policies.MapPost("/", CreatePolicyAsync).Needs(Permission.ManageNamespacePolicies).Fails(409, 422)
            .Says("CreateNamespacePolicy", Tag, "Makes a team's policy, or the portal's default.");
        policies.MapGet("/{id:guid}", GetPolicyAsync).Needs(Permission.ViewNamespaces).Fails(404)
            .Says("GetNamespacePolicy", Tag, "Reads a policy; its version is the ETag.");
        policies.MapPut("/{id:guid}", UpdatePolicyAsync).Needs(Permission.ManageNamespacePolicies).Fails(404, 409, 412, 422, 428)
            .Says("UpdateNamespacePolicy", Tag, "Changes a policy. Namespaces that are delivered already are judged by it when they change.");
        policies.MapDelete("/{id:guid}", DeletePolicyAsync).Needs(Permission.ManageNamespacePolicies).Fails(404)
            .Says("DeleteNamespacePolicy", Tag, "Deletes a policy: the team falls back to the portal's default.");
    }

    private static void MapSpaces(RouteGroupBuilder spaces)
    {
        spaces.MapGet("/", ListAsync).Needs(Permission.ViewNamespaces).Fails(422)
            .Says("ListNamespaces", Tag, "Lists the namespaces that you may see, by name.");
        spaces.MapPost("/check", CheckAsync).Needs(Permission.RequestNamespaces).Fails(409, 422)
            .Says("CheckNamespace", Tag, "Asks the rules of the policy about a namespace, and shows what would be written; stores nothing.");
        spaces.MapPost("/preview", PreviewAsync).Needs(Permission.RequestNamespaces).Fails(409, 422)
            .Says("PreviewNamespace", Tag, "The same, and asks the clusters: what would change there, and whether more is used than would be allowed.");
        spaces.MapPost("/", AskAsync).Needs(Permission.RequestNamespaces).Fails(409, 422)
            .Says("AskForNamespace", Tag, "Asks for a namespace: refused, or approved and delivered by the rules, or waiting for an approver.");
        spaces.MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewNamespaces).Fails(404)
            .Says("GetNamespace", Tag, "Reads a namespace, where it is, what the rules said, and its history; its version is the ETag.");
        spaces.MapPut("/{id:guid}", ChangeAsync).Needs(Permission.RequestNamespaces).Fails(404, 409, 412, 422, 428)
            .Says("ChangeNamespace", Tag, "Describes it anew; what is delivered stays until the change is approved.");
        spaces.MapPost("/{id:guid}/approve", ApproveAsync).Needs(Permission.ApproveNamespaces).Fails(404, 409, 422)
            .Says("ApproveNamespace", Tag, "Approves and delivers exactly what the content hash stands for; never what you asked for yourself.");
        spaces.MapPost("/{id:guid}/refuse", RefuseAsync).Needs(Permission.ApproveNamespaces).Fails(404, 409, 422)
            .Says("RefuseNamespace", Tag, "Refuses a request, and says how to comply.");
        spaces.MapPost("/{id:guid}/withdraw", WithdrawAsync).Needs(Permission.RequestNamespaces).Fails(404, 409)
            .Says("WithdrawNamespace", Tag, "Takes back what is not approved; what is delivered stays.");
        spaces.MapPost("/{id:guid}/deliver", DeliverAsync).Needs(Permission.RequestNamespaces).Fails(404, 409)
            .Says("DeliverNamespace", Tag, "Delivers what was approved to all of its clusters once more.");
        spaces.MapDelete("/{id:guid}", DeleteAsync).Needs(Permission.DeleteNamespaces).Fails(404, 409, 422)
            .Says("DeleteNamespace", Tag, "Removes it from all clusters with all that is in it; confirm is its name.");
        spaces.MapGet("/{id:guid}/usage", ReadUsageAsync).Needs(Permission.ViewNamespaces).Fails(404)
            .Says("ReadNamespaceUsage", Tag, "Asks each cluster what is used of the quota.");
        spaces.MapGet("/{id:guid}/contents", ReadContentsAsync).Needs(Permission.ViewNamespaces).Fails(404)
            .Says("ReadNamespaceContents", Tag, "Asks each cluster what is in the namespace, counted by kind.");
    }

    private static async Task<Ok<Page<NamespacePolicyView>>> ListPoliciesAsync(INamespacePolicies policies, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await policies.ListAsync(caller.Actor, cancellationToken)));

    private static async Task<Created<NamespacePolicyView>> CreatePolicyAsync(
        NamespacePolicyBody body, INamespacePolicies policies, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var policy = await policies.CreateAsync(body.TeamId, body.ToLimits(), caller.Actor, cancellationToken);
        ETags.Write(context, policy.Version);
        return TypedResults.Created($"{ApiPaths.Version1}/namespace-policies/{policy.Id}", policy);
    }

    private static async Task<Ok<NamespacePolicyView>> GetPolicyAsync(
        Guid id, INamespacePolicies policies, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(id, caller.Actor, cancellationToken);
        ETags.Write(context, policy.Version);
        return TypedResults.Ok(policy);
    }

    private static async Task<Ok<NamespacePolicyView>> UpdatePolicyAsync(
        Guid id, NamespacePolicyBody body, [FromHeader(Name = "If-Match")] string? ifMatch,
        INamespacePolicies policies, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var seen = await policies.GetAsync(id, caller.Actor, cancellationToken);
        var policy = await policies.UpdateAsync(id, body.ToLimits(), ETags.Demand(ifMatch, seen.Version), caller.Actor, cancellationToken);
        ETags.Write(context, policy.Version);
        return TypedResults.Ok(policy);
    }

    private static async Task<NoContent> DeletePolicyAsync(Guid id, INamespacePolicies policies, Caller caller, CancellationToken cancellationToken)
    {
        await policies.DeleteAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Page<NamespaceSummary>>> ListAsync(
        string? search, bool? waiting, Guid? teamId, Guid? fleetId, int? skip, int? take, INamespaces spaces, Caller caller, CancellationToken cancellationToken)
    {
        var query = new NamespaceQuery { Search = search ?? "", Waiting = waiting == true, TeamId = teamId, FleetId = fleetId, Skip = skip ?? 0, Take = take ?? 50 };
        return TypedResults.Ok(await spaces.ListAsync(query, caller.Actor, cancellationToken));
    }

    private static async Task<Ok<NamespaceCheck>> CheckAsync(NamespaceBody body, INamespaces spaces, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await spaces.CheckAsync(body.ToDraft(), caller.Actor, cancellationToken));

    private static async Task<Ok<NamespacePreview>> PreviewAsync(NamespaceBody body, INamespaces spaces, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await spaces.PreviewAsync(body.ToDraft(), caller.Actor, cancellationToken));

    private static async Task<Created<NamespaceDetail>> AskAsync(
        NamespaceBody body, INamespaces spaces, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var space = await spaces.AskAsync(body.ToDraft(), caller.Actor, cancellationToken);
        ETags.Write(context, space.Summary.Version);
        return TypedResults.Created($"{ApiPaths.Version1}/namespaces/{space.Summary.Id}", space);
    }

    private static async Task<Ok<NamespaceDetail>> GetAsync(Guid id, INamespaces spaces, Caller caller, HttpContext context, CancellationToken cancellationToken) =>
        Answer(await spaces.GetAsync(id, caller.Actor, cancellationToken), context);

    private static async Task<Ok<NamespaceDetail>> ChangeAsync(
        Guid id, NamespaceBody body, [FromHeader(Name = "If-Match")] string? ifMatch,
        INamespaces spaces, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var seen = await spaces.GetAsync(id, caller.Actor, cancellationToken);
        var version = ETags.Demand(ifMatch, seen.Summary.Version);
        return Answer(await spaces.ChangeAsync(id, body.ToDraft(), version, caller.Actor, cancellationToken), context);
    }

    private static async Task<Ok<NamespaceDetail>> ApproveAsync(
        Guid id, NamespaceDecisionBody body, INamespaces spaces, Caller caller, HttpContext context, CancellationToken cancellationToken) =>
        Answer(await spaces.ApproveAsync(id, body.ContentHash, body.Comment ?? "", caller.Actor, cancellationToken), context);

    private static async Task<Ok<NamespaceDetail>> RefuseAsync(
        Guid id, NamespaceDecisionBody body, INamespaces spaces, Caller caller, HttpContext context, CancellationToken cancellationToken) =>
        Answer(await spaces.RefuseAsync(id, body.ContentHash, body.Comment ?? "", caller.Actor, cancellationToken), context);

    private static async Task<Ok<NamespaceDetail>> WithdrawAsync(Guid id, INamespaces spaces, Caller caller, HttpContext context, CancellationToken cancellationToken) =>
        Answer(await spaces.WithdrawAsync(id, caller.Actor, cancellationToken), context);

    private static async Task<Accepted<NamespaceStarted>> DeliverAsync(Guid id, INamespaces spaces, Caller caller, CancellationToken cancellationToken) =>
        Answer(await spaces.DeliverAsync(id, caller.Actor, cancellationToken));

    private static async Task<Accepted<NamespaceStarted>> DeleteAsync(Guid id, string? confirm, INamespaces spaces, Caller caller, CancellationToken cancellationToken) =>
        Answer(await spaces.DeleteAsync(id, confirm, caller.Actor, cancellationToken));

    private static async Task<Ok<Page<NamespaceUsage>>> ReadUsageAsync(Guid id, INamespaces spaces, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await spaces.ReadUsageAsync(id, caller.Actor, cancellationToken)));

    private static async Task<Ok<Page<NamespaceContents>>> ReadContentsAsync(Guid id, INamespaces spaces, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await spaces.ReadContentsAsync(id, caller.Actor, cancellationToken)));

    private static Ok<NamespaceDetail> Answer(NamespaceDetail space, HttpContext context)
    {
        ETags.Write(context, space.Summary.Version);
        return TypedResults.Ok(space);
    }

    private static Accepted<NamespaceStarted> Answer(NamespaceStarted started) =>
        TypedResults.Accepted(started.OperationId is { } operation ? PortalAddress.Operation(operation) : null, started);
}
