using Bunit;
using Portal.Core.Clusters;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Distribution;

public sealed class RebalancePageTests : PageTest
{
    [Fact]
    public void Rebalance_IsOfferedForDividedReplicas_AndFollowsTheYaml()
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 1)));
        Open("/applications/new");
        Eventually(() => Page.Find("#placement-division"));
        Assert.Empty(Page.FindAll("#placement-rebalance"));
        Act(() => Page.Find("#placement-division").Change("Dynamic"));
        Eventually(() => Page.Find("#placement-rebalance"));
        Act(() => Page.Find("#placement-rebalance").Change("Automatic"));
        Eventually(() => Assert.Contains("mode: Automatic", Field("Placement and overrides as YAML").GetAttribute("value"), StringComparison.Ordinal));
        Assert.Contains("maxPercent: 20", Field("Placement and overrides as YAML").GetAttribute("value"), StringComparison.Ordinal);

        Act(() => Field("Placement and overrides as YAML").Change("rebalance: {mode: Propose, maxReplicas: 4}"));

        Eventually(() => Assert.Equal("4", Field("At most so many replicas at once").GetAttribute("value")));
    }

    [Fact]
    public void Proposal_ShowsItsMovesAndReason_AndIsApprovedOrDismissed()
    {
        Applications.Items.Add(FakeApplications.Application());
        Proposals.Items.Add(FakeProposals.Proposal());
        Open($"/applications/{FakeApplications.Id}");
        Shows("3 of 8 replicas would be placed elsewhere");
        Shows("Deployment shop/web 2 → 5");

        Act(() => Button("Approve").Click());
        Eventually(() => Assert.Single(Proposals.Approved));
        Act(() => Button("Dismiss").Click());
        Eventually(() => Assert.Single(Proposals.Dismissed));
    }
}
