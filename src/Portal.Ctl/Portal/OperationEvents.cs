using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Ctl.Running;

namespace Portal.Ctl.Portal;

/// <summary>An operation as the portal's server-sent events tell it, to its end. A stream that breaks is taken up where it broke.</summary>
internal sealed class OperationEvents(PortalClient portal, TimeProvider clock)
{
    private const int MostBreaks = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // The portal says something at least every 15 seconds.
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(60);

    /// <summary>"operation" with the operation and its steps, and "log" with a line.</summary>
    public async IAsyncEnumerable<(string Type, JsonObject Content)> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? seen = null;
        var ended = false;
        for (var breaks = 0; !ended && breaks <= MostBreaks; breaks++)
        {
            if (breaks > 0)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }

            using var answer = await portal.OpenAsync($"operations/{Uri.EscapeDataString(id)}/events", seen, cancellationToken);
            await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await using var events = SseParser.Create(stream).EnumerateAsync(silence.Token).GetAsyncEnumerator(silence.Token);
            while (await NextAsync(events, silence, cancellationToken))
            {
                var (type, data) = (events.Current.EventType, events.Current.Data);
                if (type is not ("operation" or "log") || Parse(data) is not { } content)
                {
                    continue;
                }

                if (type == "log")
                {
                    (seen, breaks) = (events.Current.EventId ?? seen, 0);
                }
                else
                {
                    ended = OperationOutcome.Of(content).HasEnded;
                }

                yield return (type, content);
            }
        }

        if (!ended)
        {
            throw new CtlException(ExitCode.Unreachable, "The operation is no longer followed", "The portal's answer broke off again and again.", "Ask again: what has been logged stays.");
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<SseItem<string>> events, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        silence.CancelAfter(MostSilence);
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception error) when (error is IOException or HttpRequestException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static JsonObject? Parse(string data)
    {
        try
        {
            return JsonNode.Parse(data) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
