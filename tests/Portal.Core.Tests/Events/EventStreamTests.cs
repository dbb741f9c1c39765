using Portal.Core.Events;

namespace Portal.Core.Tests.Events;

public sealed class EventStreamTests
{
    private static readonly Guid Row = Guid.CreateVersion7();
    private readonly EventStream _stream = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Subscription_BurstOfOneRow_IsReadOnce()
    {
        using var subscription = _stream.Subscribe([Topics.Operation]);
        for (var i = 0; i < 100; i++)
        {
            _stream.Publish(new PortalEvent(Topics.Operation, Row));
        }

        Assert.Equal([new PortalEvent(Topics.Operation, Row)], await ReadAsync(subscription));
    }

    [Fact]
    public async Task Subscription_OtherTopicsAndRows_AreNotHeard()
    {
        using var subscription = _stream.Subscribe([Topics.Operation], Row);
        _stream.Publish(new PortalEvent(Topics.Cluster, Row));
        _stream.Publish(new PortalEvent(Topics.Operation, Guid.CreateVersion7()));
        _stream.Publish(new PortalEvent(Topics.Operation, Row));

        Assert.Equal([new PortalEvent(Topics.Operation, Row)], await ReadAsync(subscription));
    }

    [Fact]
    public async Task Subscription_AfterReconnect_HearsThatAnythingMayHaveChanged()
    {
        using var subscription = _stream.Subscribe([Topics.Operation], Row);
        _stream.Publish(new PortalEvent("", Guid.Empty));

        Assert.Equal(Guid.Empty, Assert.Single(await ReadAsync(subscription)).Id);
    }

    [Fact]
    public async Task Subscription_FarBehind_GetsOneEventInPlaceOfAll()
    {
        using var subscription = _stream.Subscribe([Topics.Operation]);
        for (var i = 0; i <= EventSubscription.MostPending; i++)
        {
            _stream.Publish(new PortalEvent(Topics.Operation, Guid.CreateVersion7()));
        }

        Assert.Equal(new PortalEvent("", Guid.Empty), Assert.Single(await ReadAsync(subscription)));
    }

    [Fact]
    public async Task Dispose_EndsTheReader()
    {
        var subscription = _stream.Subscribe([Topics.Operation]);
        subscription.Dispose();
        _stream.Publish(new PortalEvent(Topics.Operation, Row));

        Assert.Empty(await ReadAsync(subscription));
    }

    private static async Task<IReadOnlyCollection<PortalEvent>> ReadAsync(EventSubscription subscription)
    {
        await foreach (var batch in subscription.ReadAsync(TimeSpan.Zero, TimeProvider.System, Token))
        {
            return batch;
        }

        return [];
    }
}
