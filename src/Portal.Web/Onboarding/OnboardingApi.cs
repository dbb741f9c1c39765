using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Onboarding;

/// <summary>Onboarding by the teams themselves: policies, requests, decisions, and joining what was approved.</summary>
internal static class OnboardingApi
{
    private const string Tag = "Onboarding";

    public static void MapOnboarding(this RouteGroupBuilder api)
    {
        MapPolicies(api.MapGroup("/onboarding/policies"));
        MapRequests(api.MapGroup("/onboarding/requests"));
    }

    private static void MapPolicies(RouteGroupBuilder policies)
    {
        policies.MapGet("/", ListPoliciesAsync).Needs(Permission.ViewClusterRequests)
            .Says("ListOnboardingPolicies", Tag, "Lists the policies that you may see: the portal's default first, then by team.");
        policies.MapPost("/", CreatePolicyAsync).Needs(Permission.ManageOnboarding).Fails(404, 409, 422)
            .Says("CreateOnboardingPolicy", Tag, "Makes a team's policy, or the portal's default.");
        policies.MapGet("/{id:guid}", GetPolicyAsync).Needs(Permission.ViewClusterRequests).Fails(404)
            .Says("GetOnboardingPolicy", Tag, "Reads a policy; its version is the ETag.");
        policies.MapPut("/{id:guid}", UpdatePolicyAsync).Needs(Permission.ManageOnboarding).Fails(404, 409, 412, 422, 428)
            .Says("UpdateOnboardingPolicy", Tag, "Changes a policy. What is approved already is judged by it once more when it joins.");
        policies.MapDelete("/{id:guid}", DeletePolicyAsync).Needs(Permission.ManageOnboarding).Fails(404)
            .Says("DeleteOnboardingPolicy", Tag, "Deletes a policy: the team falls back to the portal's default.");
    }

    private static void MapRequests(RouteGroupBuilder requests)
    {
        requests.MapGet("/", ListAsync).Needs(Permission.ViewClusterRequests).Fails(422)
            .Says("ListClusterRequests", Tag, "Lists the requests for clusters that you may see, newest first.");
        requests.MapPost("/check", CheckAsync).Needs(Permission.RequestClusters).Fails(409, 422)
            .Says("CheckClusterRequest", Tag, "Asks the rules of the policy about a request; stores nothing.");
        requests.MapPost("/", AskAsync).Needs(Permission.RequestClusters).Fails(409, 422)
            .Says("AskForCluster", Tag, "Asks for a cluster: refused or approved by the rules, or waiting for an approver.");
        requests.MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewClusterRequests).Fails(404)
            .Says("GetClusterRequest", Tag, "Reads a request, what the rules said, and its history.");
        requests.MapPut("/{id:guid}", ChangeAsync).Needs(Permission.RequestClusters).Fails(404, 409, 422)
            .Says("ChangeClusterRequest", Tag, "Describes the cluster anew; an approval that was given is gone.");
        requests.MapPost("/{id:guid}/approve", ApproveAsync).Needs(Permission.ApproveClusters).Fails(404, 409, 422)
            .Says("ApproveClusterRequest", Tag, "Approves exactly what the content hash stands for; never what you asked for yourself.");
        requests.MapPost("/{id:guid}/refuse", RefuseAsync).Needs(Permission.ApproveClusters).Fails(404, 409, 422)
            .Says("RefuseClusterRequest", Tag, "Refuses a request, and says how to comply.");
        requests.MapPost("/{id:guid}/withdraw", WithdrawAsync).Needs(Permission.RequestClusters).Fails(404, 409)
            .Says("WithdrawClusterRequest", Tag, "Withdraws a request; a join command that nobody has run is revoked.");
        requests.MapPost("/{id:guid}/retry", RetryAsync).Needs(Permission.RequestClusters).Fails(404, 409)
            .Says("RetryClusterRequest", Tag, "Tries again what failed: the join, the profile or the smoke test.");
        requests.MapPost("/{id:guid}/command", CreateCommandAsync).Needs(Permission.RequestClusters).Fails(404, 409).WithMetadata(SecretAnswer.Mark)
            .Says("CreateClusterRequestCommand", Tag, "Makes the one-time command that joins an approved cluster, valid for an hour, shown once.");
        requests.MapPost("/{id:guid}/join", JoinAsync).Needs(Permission.RequestClusters).Fails(404, 409, 422)
            .Says("JoinClusterRequest", Tag, "Starts the operation that joins an approved cluster by kubeconfig.");
    }

    private static async Task<Ok<Page<PolicyView>>> ListPoliciesAsync(IOnboardingPolicies policies, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await policies.ListAsync(caller.Actor, cancellationToken)));

    private static async Task<Created<PolicyView>> CreatePolicyAsync(
        PolicyBody body, IOnboardingPolicies policies, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var policy = await policies.CreateAsync(body.TeamId, body.ToContent(), caller.Actor, cancellationToken);
        ETags.Write(context, policy.Version);
        return TypedResults.Created($"{ApiPaths.Version1}/onboarding/policies/{policy.Id}", policy);
    }

    private static async Task<Ok<PolicyView>> GetPolicyAsync(
        Guid id, IOnboardingPolicies policies, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(id, caller.Actor, cancellationToken);
        ETags.Write(context, policy.Version);
        return TypedResults.Ok(policy);
    }

    private static async Task<Ok<PolicyView>> UpdatePolicyAsync(
        Guid id, PolicyBody body, [FromHeader(Name = "If-Match")] string? ifMatch,
        IOnboardingPolicies policies, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var seen = await policies.GetAsync(id, caller.Actor, cancellationToken);
        var version = ETags.Demand(ifMatch, seen.Version);
        var policy = await policies.UpdateAsync(id, body.ToContent(), version, caller.Actor, cancellationToken);
        ETags.Write(context, policy.Version);
        return TypedResults.Ok(policy);
    }

    private static async Task<NoContent> DeletePolicyAsync(Guid id, IOnboardingPolicies policies, Caller caller, CancellationToken cancellationToken)
    {
        await policies.DeleteAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Page<RequestSummary>>> ListAsync(
        string? search, RequestState[]? state, Guid? teamId, int? skip, int? take, IClusterRequests requests, Caller caller, CancellationToken cancellationToken)
    {
        var query = new RequestQuery { Search = search ?? "", States = state ?? [], TeamId = teamId, Skip = skip ?? 0, Take = take ?? 50 };
        return TypedResults.Ok(await requests.ListAsync(query, caller.Actor, cancellationToken));
    }

    private static async Task<Ok<Page<RuleResult>>> CheckAsync(
        ClusterRequestBody body, IClusterRequests requests, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await requests.CheckAsync(body.ToDraft(), caller.Actor, cancellationToken)));

    private static async Task<Created<RequestDetail>> AskAsync(
        ClusterRequestBody body, IClusterRequests requests, Caller caller, CancellationToken cancellationToken)
    {
        var request = await requests.AskAsync(body.ToDraft(), caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/onboarding/requests/{request.Summary.Id}", request);
    }

    private static async Task<Ok<RequestDetail>> GetAsync(Guid id, IClusterRequests requests, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await requests.GetAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<RequestDetail>> ChangeAsync(
        Guid id, ChangedClusterRequestBody body, IClusterRequests requests, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await requests.ChangeAsync(id, body.Request.ToDraft(), body.ContentHash, caller.Actor, cancellationToken));

    private static async Task<Ok<RequestDetail>> ApproveAsync(
        Guid id, DecisionBody body, IClusterRequests requests, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await requests.ApproveAsync(id, body.ContentHash, body.Comment ?? "", caller.Actor, cancellationToken));

    private static async Task<Ok<RequestDetail>> RefuseAsync(
        Guid id, DecisionBody body, IClusterRequests requests, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await requests.RefuseAsync(id, body.ContentHash, body.Comment ?? "", caller.Actor, cancellationToken));

    private static async Task<Ok<RequestDetail>> WithdrawAsync(Guid id, IClusterRequests requests, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await requests.WithdrawAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<RequestDetail>> RetryAsync(Guid id, IClusterRequests requests, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await requests.RetryAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<JoinCommand>> CreateCommandAsync(
        Guid id, IRequestJoin join, Caller caller, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(await join.CreateCommandAsync(id, PortalAddress.Of(context), caller.Actor, cancellationToken));

    private static async Task<Accepted<JoinStarted>> JoinAsync(
        Guid id, RequestKubeconfigBody body, IRequestJoin join, Caller caller, CancellationToken cancellationToken)
    {
        var started = await join.JoinAsync(id, body.Kubeconfig, body.Context ?? "", caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(started.OperationId), started);
    }
}
