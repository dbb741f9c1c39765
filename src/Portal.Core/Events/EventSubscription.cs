using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Portal.Core.Events;

/// <summary>What one subscriber has not read yet: a set, so that its size is bounded by the rows that exist, not by the changes.</summary>
public sealed class EventSubscription : IDisposable
{
    private readonly HashSet<string> _topics;
    private readonly Guid? _id;
    private readonly Action<EventSubscription> _remove;
    private readonly Lock _gate = new();
    private readonly HashSet<PortalEvent> _pending = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal EventSubscription(IEnumerable<string> topics, Guid? id, Action<EventSubscription> remove)
    {
        _topics = [.. topics];
        _id = id;
        _remove = remove;
    }

    /// <summary>
    /// Yields what changed since the last batch, at most one batch each <paramref name="pause"/> (a page redraws twice a
    /// second at most). Ends when cancelled or disposed.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyCollection<PortalEvent>> ReadAsync(
        TimeSpan pause, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _signal.Reader.WaitToReadAsync(cancellationToken))
        {
            _signal.Reader.TryRead(out _);
            PortalEvent[] batch;
            lock (_gate)
            {
                batch = [.. _pending];
                _pending.Clear();
            }

            if (batch.Length > 0)
            {
                yield return batch;
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    public void Dispose()
    {
        _remove(this);
        _signal.Writer.TryComplete();
    }

    internal void Offer(PortalEvent portalEvent)
    {
        var wanted = portalEvent.Id == Guid.Empty
            || (_topics.Contains(portalEvent.Topic) && (_id is null || _id == portalEvent.Id));
        if (!wanted)
        {
            return;
        }

        lock (_gate)
        {
            _pending.Add(portalEvent);
        }

        _signal.Writer.TryWrite(true);
    }
}
