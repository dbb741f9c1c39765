using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Failover;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Distribution;

public sealed class FailoverPageTests : PageTest
{
    [Fact]
    public void Failover_IsSetByTheForm_AndFollowsTheYaml()
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 1)));
        Open("/applications/new");
        Eventually(() => Page.Find("#placement-failover"));
        Act(() => Page.Find("#placement-failover").Change(true));
        Eventually(() => Assert.Contains("afterSeconds: 300", Field("Placement and overrides as YAML").GetAttribute("value"), StringComparison.Ordinal));
        Act(() => Page.Find("#placement-failover-returns").Change("Automatically"));
        Eventually(() => Assert.Contains("returns: Automatically", Field("Placement and overrides as YAML").GetAttribute("value"), StringComparison.Ordinal));

        Act(() => Field("Placement and overrides as YAML").Change("failover: {afterSeconds: 60}"));

        Eventually(() => Assert.Equal("60", Field("After how many seconds without an answer").GetAttribute("value")));
        Act(() => Field("Placement and overrides as YAML").Change("placement: {}"));
        Eventually(() => Assert.Empty(Page.FindAll("#placement-failover-returns")));
    }

    [Fact]
    public void Eviction_ThatAsks_IsApprovedWithWhatItRemoves_OrDismissed()
    {
        Applications.Items.Add(FakeApplications.Application());
        Evictions.Items.Add(FakeEvictions.Eviction(EvictionState.Held, 8));
        Open($"/applications/{FakeApplications.Id}");
        Shows("Fail-over: cluster member1 has been unreachable since");

        Act(() => Button("Approve the removal of 8 objects").Click());
        Eventually(() => Assert.Equal(8, Assert.Single(Evictions.Approved).Deletions));
        Act(() => Button("Do not move").Click());
        Eventually(() => Assert.Single(Evictions.Dismissed));
    }

    [Fact]
    public void Viewer_SeesMoves_AndDecidesNothing()
    {
        SignInAs(PortalRole.Viewer);
        Applications.Items.Add(FakeApplications.Application());
        Evictions.Items.Add(FakeEvictions.Eviction(EvictionState.Held));

        Open($"/applications/{FakeApplications.Id}");

        Shows("Fail-over: cluster member1");
        Assert.Empty(Buttons("Approve"));
    }
}
