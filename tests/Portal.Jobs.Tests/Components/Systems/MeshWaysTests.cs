using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;
using Portal.Jobs.Components.Systems.Connections;

namespace Portal.Jobs.Tests.Components.Systems;

public sealed class MeshWaysTests
{
    private static readonly SystemMember Primary = new(Guid.CreateVersion7(), "primary", "fleet", "primary", "network1");
    private static readonly SystemMember Remote = new(Guid.CreateVersion7(), "remote", "fleet", "remote", "network2");
    private static readonly MeshFacts Leader = new("203.0.113.1", [], IsOpen: true, new Dictionary<string, string> { ["remote"] = "digest" }, null);
    private static readonly MeshFacts Led = new("203.0.113.2", ["203.0.113.1"], IsOpen: false, new Dictionary<string, string>(), "digest");

    [Fact]
    public void Judge_WhereAllIsThere_IsPreparedBothWays_AndNoMore() =>
        Assert.Equal([SystemConnectionState.Prepared, SystemConnectionState.Prepared], Judge(Leader, Led).Select(way => way.State));

    [Fact]
    public void Judge_WithoutARemoteSecret_IsMissingByName() =>
        Says(Judge(Leader with { Readers = new Dictionary<string, string>() }, Led)[0], SystemConnectionState.Missing, "remote secret");

    [Fact]
    public void Judge_WithATokenThatIsNoneAnyMore_Fails() =>
        Says(Judge(Leader, Led with { ReaderToken = "other" })[0], SystemConnectionState.Failed, "token");

    [Fact]
    public void Judge_WhereTheRemoteLooksForAnOldAddress_Fails() =>
        Says(Judge(Leader with { Gateway = "203.0.113.9" }, Led)[1], SystemConnectionState.Failed, "203.0.113.9");

    [Fact]
    public void Judge_WithoutAnAddress_IsConnecting() =>
        Says(Judge(Leader, Led with { Gateway = null })[0], SystemConnectionState.Connecting, "remote");

    [Fact]
    public void Judge_BehindClosedGateways_IsMissing_ExceptWithinOneNetwork()
    {
        Says(Judge(Leader with { IsOpen = false }, Led)[0], SystemConnectionState.Missing, "no services");
        var near = MeshWays.Judge([new(Primary, Leader with { IsOpen = false }), new(Remote with { Network = "network1" }, Led)]);
        Assert.All(near, way => Assert.Equal(SystemConnectionState.Prepared, way.State));
    }

    [Fact]
    public void Judge_WhereOneDidNotAnswer_IsUnknownAllWays()
    {
        var ways = Judge(Leader, null);

        Assert.All(ways, way => Says(way, SystemConnectionState.Unknown, "remote did not answer"));
    }

    private static IReadOnlyList<ObservedConnection> Judge(MeshFacts? primary, MeshFacts? remote) =>
        MeshWays.Judge([new(Primary, primary), new(Remote, remote)]);

    private static void Says(ObservedConnection way, SystemConnectionState state, string reason)
    {
        Assert.Equal(state, way.State);
        Assert.Contains(reason, way.Reason, StringComparison.Ordinal);
    }
}
