using Portal.Core.Components.Systems.Connections;

namespace Portal.Core.Tests.Components.Systems;

public sealed class ConnectionRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);
    private static readonly ConnectedCluster One = new(Guid.CreateVersion7(), "member1", "member");
    private static readonly ConnectedCluster Two = new(Guid.CreateVersion7(), "member2", "member");

    [Fact]
    public void Show_HasEveryOrderedPair_AndWhatNobodySawIsUnknown()
    {
        var row = Row();
        ConnectionRules.Note(row, new ObservedConnection(One.Id, Two.Id, SystemConnectionState.Connected, "", 0.8), Now);

        var view = ConnectionRules.Show([One, Two], [row], Now.AddMinutes(1));

        Assert.Equal(new ConnectionView(One.Id, Two.Id, SystemConnectionState.Connected, "", 0.8, Now), view.Connections[0]);
        Assert.Equal((Two.Id, One.Id, SystemConnectionState.Unknown), (view.Connections[1].FromId, view.Connections[1].ToId, view.Connections[1].State));
        Assert.NotEmpty(view.Connections[1].Reason);
    }

    [Fact]
    public void Show_WhatWasSeenLongAgo_IsUnknownAndSaysSinceWhen()
    {
        var row = Row();
        ConnectionRules.Note(row, new ObservedConnection(One.Id, Two.Id, SystemConnectionState.Connected, "", 0.8), Now);

        var way = ConnectionRules.Show([One, Two], [row], Now + ConnectionRules.Fresh + TimeSpan.FromSeconds(1)).Connections[0];

        Assert.Equal((SystemConnectionState.Unknown, Now, null), (way.State, way.KnownAt, way.LatencyMilliseconds));
    }

    [Fact]
    public void Note_OfAClusterThatDidNotAnswer_KeepsWhenItLastDid()
    {
        var row = Row();
        ConnectionRules.Note(row, new ObservedConnection(One.Id, Two.Id, SystemConnectionState.Connected), Now);
        ConnectionRules.Note(row, new ObservedConnection(One.Id, Two.Id, SystemConnectionState.Unknown, "Cluster member1 did not answer."), Now.AddMinutes(1));

        Assert.Equal((SystemConnectionState.Unknown, Now, Now.AddMinutes(1)), (row.State, row.KnownAt, row.CheckedAt));
    }

    private static SystemConnection Row() => new() { SystemId = Guid.CreateVersion7(), FromClusterId = One.Id, ToClusterId = Two.Id };
}
