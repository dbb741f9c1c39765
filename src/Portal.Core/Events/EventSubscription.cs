using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Portal.Core.Events;

/// <summary>
/// What one subscriber has not read yet: a set, so that a burst of changes of one row counts once. A subscriber that falls
/// too far behind gets one "anything may have changed" in place of the set, so that its memory is bounded.
/// </summary>
public sealed class EventSubscription : IDisposable
{
    /// <summary>More rows than this, and reading everything again is cheaper than naming them.</summary>
    internal const int MostPending = 1_000;

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
            // The signal is taken before the set: what is offered in between signals again, and is never lost.
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

    /// <summary>
    /// True when something has changed since the last call, false when nothing has for <paramref name="patience"/>. For those
    /// who look at everything anyway: what changed is forgotten.
    /// </summary>
    public async Task<bool> WaitAsync(TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _signal.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        _signal.Reader.TryRead(out _);
        lock (_gate)
        {
            _pending.Clear();
        }

        return true;
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
            if (_pending.Count >= MostPending)
            {
                _pending.Clear();
                portalEvent = new PortalEvent("", Guid.Empty);
            }

            _pending.Add(portalEvent);
        }

        _signal.Writer.TryWrite(true);
    }
}
