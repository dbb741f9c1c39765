using System.Text.Json.Nodes;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;
using Portal.Jobs.Components.Systems.Connections;

namespace Portal.Jobs.Tests.Components.Systems;

public sealed class SubmarinerTunnelsTests
{
    private static readonly SystemMember One = Member("member1");
    private static readonly SystemMember Two = Member("member2");

    [Theory]
    [InlineData("connected", SystemConnectionState.Connected)]
    [InlineData("connecting", SystemConnectionState.Connecting)]
    [InlineData("error", SystemConnectionState.Failed)]
    [InlineData("none", SystemConnectionState.Missing)]
    [InlineData("surprise", SystemConnectionState.Missing)]
    public void Judge_SaysWhatTheActiveGatewaySays(string status, SystemConnectionState state)
    {
        var way = Way([Gateway("passive", "error"), Gateway("active", status, "950µs")]);

        Assert.Equal(state, way.State);
        Assert.Equal(state == SystemConnectionState.Connected ? 0.95 : null, way.LatencyMilliseconds);
    }

    [Fact]
    public void Judge_WithoutAnActiveGateway_IsMissing()
    {
        Assert.Contains("no gateway", Way([]).Reason, StringComparison.Ordinal);
        Assert.Contains("active", Way([Gateway("passive", "connected")]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_OfAClusterThatDidNotAnswer_IsUnknownOneWay()
    {
        var ways = SubmarinerTunnels.Judge([new(One, null), new(Two, [Gateway("active", "connected", to: "member1")])]);

        Assert.Equal([SystemConnectionState.Unknown, SystemConnectionState.Connected], ways.Select(way => way.State));
        Assert.Contains("member1", ways[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.234ms", 1.234)]
    [InlineData("950µs", 0.95)]
    [InlineData("1.5s", 1500d)]
    [InlineData("800000ns", 0.8)]
    [InlineData("fast", null)]
    [InlineData(null, null)]
    public void Milliseconds_AreReadAsGoWritesThem(string? text, double? milliseconds) => Assert.Equal(milliseconds, SubmarinerTunnels.Milliseconds(text));

    private static ObservedConnection Way(IReadOnlyList<JsonObject> gateways) =>
        SubmarinerTunnels.Judge([new(One, gateways), new(Two, [])]).Single(way => way.From == One.ClusterId);

    private static JsonObject Gateway(string haStatus, string status, string latency = "", string to = "member2") => new()
    {
        ["status"] = new JsonObject
        {
            ["haStatus"] = haStatus,
            ["connections"] = new JsonArray(new JsonObject
            {
                ["status"] = status,
                ["statusMessage"] = "as it is",
                ["endpoint"] = new JsonObject { ["cluster_id"] = to },
                ["latencyRTT"] = new JsonObject { ["average"] = latency },
            }),
        },
    };

    private static SystemMember Member(string name) => new(Guid.CreateVersion7(), name, "fleet", "member", name);
}
