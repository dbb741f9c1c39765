using Portal.Core.Distribution.Placement;

namespace Portal.Core.Tests.Distribution;

public sealed class GroupCombinationTests
{
    [Fact]
    public void Choose_HalfOfFortyGroups_Ends()
    {
        var groups = Enumerable.Range(0, 40).Select(index => new ClusterGroup($"zone-{index:00}", 1 + (index % 3), 1000 * (index % 5)));

        var chosen = GroupCombination.Choose(groups, 20, 25, 30);

        Assert.InRange(chosen.Count, 20, 25);
        Assert.True(chosen.Sum(group => group.Clusters) >= 30);
    }
}
