using Portal.Core.Components.Helm;

namespace Portal.Core.Tests.Components;

public sealed class HelmHistoryTests
{
    private const string Json = """
        [{"revision":2,"updated":"2026-01-02T03:04:06.5Z","status":"pending-upgrade","chart":"volcano-1.15.1","app_version":"1.15.1","description":"Preparing upgrade"},
         {"revision":1,"updated":"2026-01-02T03:04:05.5Z","status":"deployed","chart":"volcano-1.14.2","app_version":"1.14.2","description":"Install complete"}]
        """;

    [Fact]
    public void Parse_PendingUpgrade_KnowsWhatRanLast()
    {
        var history = HelmHistory.Parse(Json);

        Assert.Equal(2, history.LatestNumber);
        Assert.True(history.Latest!.IsPending);
        Assert.Equal(1, history.LastSound!.Revision);
        Assert.False(history.IsDeployedSince(1));
        Assert.Equal(TimeSpan.FromSeconds(1), history.Latest.Age(DateTimeOffset.Parse("2026-01-02T03:04:07.5Z")));
    }

    [Fact]
    public void Empty_HasNothing()
    {
        Assert.Equal(0, HelmHistory.Empty.LatestNumber);
        Assert.Null(HelmHistory.Empty.LastSound);
    }
}
