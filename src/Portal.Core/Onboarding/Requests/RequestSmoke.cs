using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Onboarding.Rules;
using Portal.Core.Operations;

namespace Portal.Core.Onboarding.Requests;

/// <summary>Starts the smoke test of a request's cluster, in the caller's transaction.</summary>
internal sealed class RequestSmoke(OperationWriter writer)
{
    public async Task StartAsync(PortalDbContext db, ClusterRequest request, CancellationToken cancellationToken)
    {
        var policy = await RequestFactsReader.PolicyAsync(db, request.TeamId, cancellationToken);
        var test = new SmokeTest(request.Id, policy.Versions, policy.MaxNodes, request.Profile);
        var asker = new Actor(request.AskedById, request.AskedBy, new HashSet<PortalRole>());
        request.TestOperationId = writer.Add(db, test.Plan(request.ClusterId!.Value, request.Name, request.FleetId), asker).Id;
        request.MoveTo(RequestState.Testing);
    }
}
