using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Previews;

namespace Portal.Core.Tests.Distribution;

public sealed class PlacementTableTests
{
    private const string Workload = "apps/Deployment/shop/web";

    public static TheoryData<string> Cases => [.. PlacementTable.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decide_CaseOfTheTable_BecauseOfItsName(string because)
    {
        var row = PlacementTable.All[because];
        var fleet = row.Clusters;

        var decision = PlacementEngine.Decide(fleet, row.Request);

        Assert.Equal(row.Refused, decision.Refusal?.ToString());
        Assert.Equal(
            (row.Placed ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new AssignedReplicas(pair.Key, pair.Value)),
            decision.Clusters);
        Assert.Equal(row.Marked, decision.BeyondKarmada);
        if (row.Refused is null)
        {
            Assert.Equal(row.Group, decision.AffinityName);
        }

        if (row.Words is not null)
        {
            Assert.Equal(row.Words, PlacementWords.Refusal(Workload, decision));
        }

        var placement = new ApplicationPlacement(
            new Dictionary<string, Dictionary<string, int>>(), [(Workload, decision)], Supposition.Of(fleet, row.Request.Policy, null));
        Assert.Equal(row.Says ?? [], (row.Says ?? []).Keys.ToDictionary(cluster => cluster, cluster => PlacementWords.Reason(cluster, placement)));
    }

    [Fact]
    public void Table_OfThePackage_HoldsAtLeastSixtyCases() => Assert.True(PlacementTable.All.Count >= 60);
}
