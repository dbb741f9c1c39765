using Portal.Core.Components.Helm;

namespace Portal.Core.Tests.Components;

public sealed class HelmHistoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void PendingUpgrade_KnowsWhatRanLast()
    {
        var history = new HelmHistory([new HelmRevision(2, "pending-upgrade", Noon), new HelmRevision(1, "deployed", Noon.AddHours(-1))]);

        Assert.Equal(2, history.LatestNumber);
        Assert.True(history.Latest!.IsPending);
        Assert.Equal(1, history.LastSound!.Revision);
        Assert.False(history.IsDeployedSince(1));
        Assert.Equal(TimeSpan.FromSeconds(1), history.Latest.Age(Noon.AddSeconds(1)));
    }

    [Fact]
    public void Empty_HasNothing()
    {
        Assert.Equal(0, HelmHistory.Empty.LatestNumber);
        Assert.Null(HelmHistory.Empty.LastSound);
    }
}
