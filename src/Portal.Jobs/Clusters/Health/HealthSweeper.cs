using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Portal.Jobs.Clusters.Health;

/// <summary>
/// Watches the estate without end. Each worker claims what is due, so that any number of them share the work. Clusters
/// that gave no answer last have places of their own, and one that hangs for the first time gives its place up after a
/// moment: however many are dead, they take nothing from the others.
/// </summary>
internal sealed class HealthSweeper(
    HealthStore store, HealthCheck check, HealthMeter meter, IOptions<HealthOptions> options, TimeProvider clock, ILogger<HealthSweeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    private readonly Channel<HealthResult> _results = Channel.CreateBounded<HealthResult>(HealthWriter.MaxBatch * 2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        KeepAsync("claim", token => SweepLaneAsync(false, options.Value.Concurrency, token), stoppingToken),
        KeepAsync("claim of failing", token => SweepLaneAsync(true, Math.Max(1, options.Value.Concurrency / 2), token), stoppingToken),
        KeepAsync("write", new HealthWriter(store, _results.Reader, clock).RunAsync, stoppingToken));

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

    private async Task SweepLaneAsync(bool failing, int count, CancellationToken cancellationToken)
    {
        // What is claimed is looked at within one turn of the places; the rest of the hold is for the write.
        var hold = options.Value.Timeout + options.Value.Timeout + options.Value.InventoryTimeout + TimeSpan.FromSeconds(30);

        // Not disposed: looks that outlive the lane free their places.
        var places = new HealthPlaces(count, options.Value.Patience, clock);
        long? sweepBegan = null;
        while (true)
        {
            // As many as there are places, whether free or not: a claim reads the whole table, and one for each look would cost more than the look.
            var claims = await store.ClaimAsync(failing, count, hold, cancellationToken);
            if (claims.Count > 0)
            {
                sweepBegan ??= clock.GetTimestamp();
            }

            foreach (var claim in claims)
            {
                await places.TakeAsync(cancellationToken);
                meter.Began(clock.GetUtcNow() - claim.DueAt);
                _ = places.HoldAsync(CheckAsync(claim, cancellationToken));
            }

            if (claims.Count < count)
            {
                if (sweepBegan is { } began)
                {
                    meter.Swept(failing, clock.GetElapsedTime(began));
                    sweepBegan = null;
                }

                await Task.Delay(Idle, clock, cancellationToken);
            }
        }
    }

    private async Task CheckAsync(HealthClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            var began = clock.GetTimestamp();
            var result = await check.RunAsync(claim, cancellationToken);
            meter.Checked(result.Observation.State, clock.GetElapsedTime(began));
            await _results.Writer.WriteAsync(result, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The claim runs out, and another worker takes it.
        }
        catch (Exception exception)
        {
            ClusterLog.CheckFailed(logger, exception, claim.Name);
        }
    }
}
