using Microsoft.EntityFrameworkCore;
using Portal.Core.Approvals;
using Portal.Core.Data;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Problems;

namespace Portal.Core.Onboarding.Rules;

/// <summary>Reads what rules judge by, from everything: names are unique over all teams. The caller has authorised.</summary>
internal static class RequestFactsReader
{
    /// <summary>The team's policy, or the default. Conflict where there is neither.</summary>
    public static async Task<OnboardingPolicy> PolicyAsync(PortalDbContext db, Guid teamId, CancellationToken cancellationToken) =>
        await db.OnboardingPolicies.AsNoTracking().Where(policy => policy.TeamId == teamId || policy.TeamId == null)
            .OrderBy(policy => policy.TeamId == null).FirstOrDefaultAsync(cancellationToken)
        ?? throw ProblemException.Conflict(
            "The team cannot ask for clusters yet", "There is no onboarding policy for it, and no default one.", "Ask an administrator of the portal to set one.");

    /// <summary>Runs all rules over a request. Its own cluster and place in the quota do not count against it.</summary>
    public static async Task<List<RuleResult>> CheckAsync(
        PortalDbContext db, RequestContent content, Guid teamId, OnboardingPolicy policy, Guid requestId, Guid? clusterId, CancellationToken cancellationToken)
    {
        var fleet = await db.Fleets.AsNoTracking().Where(row => row.Id == content.FleetId)
            .Select(row => new { row.TeamId, row.Name, Profile = db.FleetProfiles.Where(profile => profile.FleetId == row.Id).Select(profile => profile.Profile).FirstOrDefault() })
            .SingleOrDefaultAsync(cancellationToken);
        var clusters = await db.Clusters.CountAsync(cluster => cluster.Fleet!.TeamId == teamId && cluster.Id != clusterId, cancellationToken);
        var approved = db.ClusterRequests.Where(request => request.State == RequestState.Approved && request.Id != requestId);
        var reserved = await approved.CountAsync(request => request.TeamId == teamId, cancellationToken);
        var taken = await db.Clusters.AnyAsync(cluster => cluster.Name == content.Name && cluster.Id != clusterId, cancellationToken)
            || await approved.AnyAsync(request => request.Name == content.Name, cancellationToken);
        return RequestRules.Check(new RequestFacts(content, policy, teamId, fleet?.TeamId, fleet?.Name ?? "", fleet?.Profile, clusters + reserved, taken));
    }
}
