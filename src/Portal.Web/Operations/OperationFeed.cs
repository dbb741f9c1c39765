using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Operations;

namespace Portal.Web.Operations;

/// <summary>
/// An operation as a stream. Each piece is read as the caller, whose rights are looked up again each time, also while
/// nothing happens: the stream never shows what a GET would refuse.
/// </summary>
internal sealed class OperationFeed(IOperations operations, EventStream events, IActorSource actors, TimeProvider clock)
{
    private const int Piece = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>Throws what a GET would.</summary>
    public async Task DemandAsync(Guid id, CancellationToken cancellationToken) =>
        await operations.GetAsync(id, await actors.GetAsync(cancellationToken), cancellationToken);

    /// <summary>Begins with what is, goes on with what changes, and ends when the operation has ended and its log was sent.</summary>
    /// <param name="after">The sequence number of the last line that the caller has: a broken stream resumes there.</param>
    public async IAsyncEnumerable<SseItem<object>> ReadAsync(
        Guid id, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Subscribed before the first read: nothing falls between.
        using var subscription = events.Subscribe([Topics.Operation, Topics.Log], id);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var changes = subscription.ReadAsync(Pause, clock, stop.Token).GetAsyncEnumerator(stop.Token);
        Task<bool>? next = null;
        try
        {
            while (true)
            {
                var actor = await actors.GetAsync(stop.Token);
                var detail = await operations.GetAsync(id, actor, stop.Token);
                yield return new SseItem<object>(detail, "operation");

                while (await operations.ReadLogAsync(id, after, Piece, actor, stop.Token) is { Count: > 0 } lines)
                {
                    foreach (var line in lines)
                    {
                        yield return new SseItem<object>(LogLine.Of(line), "log") { EventId = line.Sequence.ToString(CultureInfo.InvariantCulture) };
                    }

                    after = lines[^1].Sequence;
                }

                if (detail.Summary.State is OperationState.Succeeded or OperationState.Failed or OperationState.Cancelled)
                {
                    yield break;
                }

                next = changes.MoveNextAsync().AsTask();
                while (await Task.WhenAny(next, Task.Delay(Silence, clock, stop.Token)) != next)
                {
                    await actors.GetAsync(stop.Token);
                    yield return new SseItem<object>(clock.GetUtcNow(), "ping");
                }

                if (!await next)
                {
                    yield break;
                }
            }
        }
        finally
        {
            // Who breaks off while nothing happens leaves a read behind, and what reads cannot be let go of.
            await stop.CancelAsync();
            await (next ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
