using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Portal.Jobs.Clusters.Health;

/// <summary>
/// Watches the estate without end. Each worker claims what is due, so that any number of them share the work. Clusters
/// that gave no answer last have places of their own: however many are dead, they take none from the others.
/// </summary>
internal sealed class HealthSweeper(
    HealthStore store, HealthCheck check, IOptions<HealthOptions> options, TimeProvider clock, ILogger<HealthSweeper> logger) : BackgroundService
{
    private const int MaxBatch = 512;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BatchWindow = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan NotifyEvery = TimeSpan.FromSeconds(2);

    private readonly Channel<HealthResult> _results = Channel.CreateBounded<HealthResult>(MaxBatch * 2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        KeepAsync("claim", token => SweepLaneAsync(false, options.Value.Concurrency, token), stoppingToken),
        KeepAsync("claim of failing", token => SweepLaneAsync(true, Math.Max(1, options.Value.Concurrency / 2), token), stoppingToken),
        KeepAsync("write", WriteAsync, stoppingToken));

    private async Task KeepAsync(string part, Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await run(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                ClusterLog.SweepFailed(logger, exception, part);
                await Task.Delay(AfterFault, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SweepLaneAsync(bool failing, int places, CancellationToken cancellationToken)
    {
        // What is claimed is looked at within one turn of the places; the rest of the hold is for the write.
        var hold = options.Value.Timeout + options.Value.Timeout + options.Value.InventoryTimeout + TimeSpan.FromSeconds(30);
        using var free = new SemaphoreSlim(places);
        while (true)
        {
            await free.WaitAsync(cancellationToken);
            var count = 1;
            while (count < places && free.Wait(0, CancellationToken.None))
            {
                count++;
            }

            List<HealthClaim> claims = [];
            try
            {
                claims = await store.ClaimAsync(failing, count, hold, cancellationToken);
            }
            finally
            {
                if (claims.Count < count)
                {
                    free.Release(count - claims.Count);
                }
            }

            foreach (var claim in claims)
            {
                _ = CheckAsync(claim, free, cancellationToken);
            }

            if (claims.Count < count)
            {
                await Task.Delay(Idle, clock, cancellationToken);
            }
        }
    }

    private async Task CheckAsync(HealthClaim claim, SemaphoreSlim free, CancellationToken cancellationToken)
    {
        try
        {
            await _results.Writer.WriteAsync(await check.RunAsync(claim, cancellationToken), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The claim runs out, and another worker takes it.
        }
        catch (Exception exception)
        {
            ClusterLog.CheckFailed(logger, exception, claim.Name);
        }
        finally
        {
            try
            {
                free.Release();
            }
            catch (ObjectDisposedException)
            {
                // The lane ended first.
            }
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var notified = clock.GetTimestamp() - (long)(NotifyEvery.TotalSeconds * clock.TimestampFrequency);
        var untold = false;
        List<HealthResult> batch = new(MaxBatch);
        while (await _results.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(BatchWindow, clock, cancellationToken);
            batch.Clear();
            while (batch.Count < MaxBatch && _results.Reader.TryRead(out var result))
            {
                batch.Add(result);
            }

            await store.WriteAsync(batch, cancellationToken);
            untold = true;
            var wait = NotifyEvery - clock.GetElapsedTime(notified);
            if (wait > TimeSpan.Zero && _results.Reader.Count == 0)
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
