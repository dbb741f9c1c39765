using System.Threading.Channels;

namespace Portal.Jobs.Clusters.Health;

/// <summary>Writes results in batches, and tells the pages of them at most each two seconds.</summary>
internal sealed class HealthWriter(HealthStore store, ChannelReader<HealthResult> results, TimeProvider clock)
{
    public const int MaxBatch = 512;

    private static readonly TimeSpan BatchWindow = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan NotifyEvery = TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var notified = clock.GetTimestamp() - (long)(NotifyEvery.TotalSeconds * clock.TimestampFrequency);
        var untold = false;
        List<HealthResult> batch = new(MaxBatch);
        while (await results.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(BatchWindow, clock, cancellationToken);
            batch.Clear();
            while (batch.Count < MaxBatch && results.TryRead(out var result))
            {
                batch.Add(result);
            }

            await store.WriteAsync(batch, cancellationToken);
            untold = true;
            var wait = NotifyEvery - clock.GetElapsedTime(notified);
            if (wait > TimeSpan.Zero && results.Count == 0)
            {
                await Task.Delay(wait, clock, cancellationToken);
                wait = TimeSpan.Zero;
            }

            if (untold && wait <= TimeSpan.Zero)
            {
                await store.NotifyAsync(cancellationToken);
                notified = clock.GetTimestamp();
                untold = false;
            }
        }
    }
}
