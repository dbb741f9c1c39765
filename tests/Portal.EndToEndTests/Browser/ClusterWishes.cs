using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Teams;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>Two clusters that a team asks for: one waits for an approver, the other is refused by a rule.</summary>
public static class ClusterWishes
{
    public static async Task<(Guid Waiting, Guid Refused)> AddAsync(FleetFixture fixture, Guid fleet, CancellationToken cancellationToken)
    {
        await fixture.Portal.Services.GetRequiredService<IOnboardingPolicies>().CreateAsync(
            null, new PolicyContent { Regions = ["eu-west-1"], MaxNodes = 5, Approval = ApprovalMode.ByApprover }, Actor.Portal, cancellationToken);
        return (await AskAsync("lisbon", "eu-west-1"), await AskAsync("olympus", "mars"));

        async Task<Guid> AskAsync(string name, string region) => (await fixture.Portal.Services.GetRequiredService<IClusterRequests>().AskAsync(
            new RequestDraft(
                Team.PlatformId, name, fleet, ClusterKind.Cloud, "aws", region, "", new Dictionary<string, string> { ["env"] = "production" }, "1.34.1", 3, "More room in the west."),
            Actor.Portal, cancellationToken)).Summary.Id;
    }
}
