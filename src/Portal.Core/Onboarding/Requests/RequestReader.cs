using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Profiles;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Core.Onboarding.Requests;

/// <summary>Projects requests to what lists and pages show.</summary>
internal static class RequestReader
{
    private const int MostEvents = 500;

    public static IQueryable<RequestSummary> Summaries(PortalDbContext db, IQueryable<ClusterRequest> requests) => requests.Select(request => new RequestSummary(
        request.Id,
        request.Name,
        request.TeamId,
        db.Teams.Where(team => team.Id == request.TeamId).Select(team => team.Name).First(),
        request.FleetId,
        db.Fleets.Where(fleet => fleet.Id == request.FleetId).Select(fleet => fleet.Name).FirstOrDefault() ?? "",
        request.Provider,
        request.Region,
        request.State,
        request.Reason,
        request.AskedById,
        request.AskedBy,
        request.AskedAt,
        request.UpdatedAt,
        request.ExpiresAt));

    public static async Task<RequestDetail> ReadAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var which = db.ClusterRequests.AsNoTracking().Where(request => request.Id == id);
        var summary = await Summaries(db, which).SingleOrDefaultAsync(cancellationToken) ?? throw Unknown();
        var request = await which.SingleAsync(cancellationToken);
        var join = await db.Operations.AsNoTracking()
            .Where(operation => operation.ClusterId != null && operation.ClusterId == request.ClusterId && operation.Kind == OperationKinds.JoinCluster)
            .OrderByDescending(operation => operation.Id).Select(operation => (Guid?)operation.Id).FirstOrDefaultAsync(cancellationToken);
        var member = await db.ProfileMembers.AsNoTracking().Where(row => row.ClusterId == request.ClusterId)
            .Select(row => new { row.Stage, row.PlanId }).SingleOrDefaultAsync(cancellationToken);
        var events = await db.ClusterRequestEvents.AsNoTracking().Where(row => row.RequestId == id).OrderBy(row => row.At).ThenBy(row => row.Id).Take(MostEvents)
            .Select(row => new RequestEventView(row.At, row.Kind, row.ActorName, row.Text, row.ContentHash, row.OperationId)).ToListAsync(cancellationToken);
        return new RequestDetail(
            summary, request.Content(), request.ContentHash, request.Checks, request.ChangedById, request.ApprovedBy, request.ApprovedAt, request.Comment, request.FailedIn,
            request.ClusterId, join, member?.Stage, member?.Stage is ProfileStage.Applying or ProfileStage.Done or ProfileStage.Failed ? member.PlanId : null,
            request.TestOperationId, events);
    }

    public static ProblemException Unknown() => ProblemException.NotFound("There is no such request for a cluster");
}
