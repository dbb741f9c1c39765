using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Rebalance;
using Portal.Web.Api;

namespace Portal.Web.Distribution.Rebalance;

/// <summary>Better placements that the portal has found for an application. What is approved is an operation.</summary>
internal static class ProposalsApi
{
    private const string Tag = "Applications";

    public static void MapProposals(this RouteGroupBuilder api)
    {
        var proposals = api.MapGroup("/applications/{id:guid}/proposals");
        proposals.MapGet("/", ListAsync).Needs(Permission.ViewApplications).Fails(404)
            .Says("ListApplicationProposals", Tag, "Better placements that were found for an application, the newest first; one is open at most.");
        proposals.MapPost("/{proposalId:guid}/approve", ApproveAsync).Needs(Permission.ManageApplications).Fails(404, 409)
            .Says("ApproveApplicationProposal", Tag, "Moves replicas as proposed: clusters that gain are ready before others lose.");
        proposals.MapPost("/{proposalId:guid}/dismiss", DismissAsync).Needs(Permission.ManageApplications).Fails(404, 409)
            .Says("DismissApplicationProposal", Tag, "Turns a proposal down: the same moves are not proposed again.");
    }

    private static async Task<Ok<Page<ProposalView>>> ListAsync(Guid id, IProposals proposals, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await proposals.ListAsync(id, caller.Actor, cancellationToken)));

    private static async Task<Accepted<OperationStarted>> ApproveAsync(
        Guid id, Guid proposalId, ApproveProposal body, IProposals proposals, Caller caller, CancellationToken cancellationToken)
    {
        var operation = await proposals.ApproveAsync(id, proposalId, body.ConfirmDeletions, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(operation), new OperationStarted(operation));
    }

    private static async Task<NoContent> DismissAsync(Guid id, Guid proposalId, IProposals proposals, Caller caller, CancellationToken cancellationToken)
    {
        await proposals.DismissAsync(id, proposalId, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <param name="ConfirmDeletions">How many objects may be removed, where the proposal asks that.</param>
internal sealed record ApproveProposal(int? ConfirmDeletions = null);
