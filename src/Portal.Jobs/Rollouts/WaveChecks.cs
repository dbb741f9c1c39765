using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;

namespace Portal.Jobs.Rollouts;

/// <summary>
/// Checks waves beside the driver: a cluster that is slow to answer holds up no other rollout. What comes of it is written to the
/// wave's row, which calls the driver; a worker that dies meanwhile leaves the wave due.
/// </summary>
internal sealed class WaveChecks(
    IDbContextFactory<PortalDbContext> contexts, IServiceProvider starters, WaveMetrics metrics, TimeProvider clock, ILogger<WaveChecks> logger)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<Guid, int> _running = new();

    /// <summary>Does nothing while the rollout is being checked.</summary>
    /// <param name="changes">What has had its turn.</param>
    public void Begin(RolloutWaves settings, RolloutWave wave, IReadOnlyList<RolloutChange> changes, CancellationToken cancellationToken)
    {
        if (_running.TryAdd(wave.RolloutId, wave.Number))
        {
            _ = RunAsync(settings, wave, changes, cancellationToken);
        }
    }

    private async Task RunAsync(RolloutWaves settings, RolloutWave wave, IReadOnlyList<RolloutChange> changes, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            using var deadline = new CancellationTokenSource(Deadline, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
            List<WaveCheckResult> results = [await LookAsync(wave, changes, either.Token)];
            results.AddRange(await metrics.CheckAsync(settings, [.. changes.Select(change => change.ClusterId).Distinct()], either.Token));
            await WriteAsync(settings, wave, results, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // The wave is still due: the driver asks again.
            RolloutLog.CheckFailed(logger, error, wave.RolloutId);
        }
        catch (OperationCanceledException)
        {
            // The worker stops; the next one checks.
        }
        finally
        {
            _running.TryRemove(wave.RolloutId, out _);
        }
    }

    private async Task<WaveCheckResult> LookAsync(RolloutWave wave, IReadOnlyList<RolloutChange> changes, CancellationToken cancellationToken)
    {
        var since = wave.SoakUntil!.Value;
        var looks = new List<ChangeReadiness>();
        foreach (var change in changes)
        {
            looks.Add(await starters.GetRequiredKeyedService<IRolloutStarter>(change.Kind).LookAsync(change, since, cancellationToken));
        }

        var ready = looks.Count(look => look.Outcome == WaveOutcome.Passed);
        var worst = looks.MaxBy(look => look.Outcome switch { WaveOutcome.Failed => 2, WaveOutcome.Unknown => 1, _ => 0 });
        return new WaveCheckResult("", worst?.Outcome ?? WaveOutcome.Unknown, $"{ready}/{looks.Count}", worst?.Why ?? "");
    }

    private async Task WriteAsync(RolloutWaves settings, RolloutWave wave, List<WaveCheckResult> results, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var bad = results.Find(result => result.Outcome == WaveOutcome.Failed);
        var open = results.Find(result => result.Outcome == WaveOutcome.Unknown);
        var late = bad is null && open is not null && now >= wave.SoakUntil + settings.Patience;
        var state = bad is not null || late ? WaveState.Failed : open is not null ? WaveState.Soaking : WaveState.Passed;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.RolloutWaves.SingleOrDefaultAsync(row => row.RolloutId == wave.RolloutId && row.Number == wave.Number && row.State == WaveState.Soaking, cancellationToken)
            is not { } row)
        {
            return;
        }

        (row.State, row.CheckedAt, row.DueAt, row.Results) = (state, now, now + Again, results);
        row.Reason = state == WaveState.Failed ? Reason(bad ?? open!, late) : "";
        if (state != WaveState.Soaking)
        {
            db.OperationLog.Add(new OperationLogLine
            {
                OperationId = row.RolloutId,
                At = now,
                Level = state == WaveState.Failed ? LineLevel.Error : LineLevel.Info,
                Text = state == WaveState.Failed ? $"Wave {row.Number + 1} did not pass: {row.Reason}" : $"Wave {row.Number + 1} has passed its checks.",
            });
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static string Reason(WaveCheckResult result, bool late)
    {
        var why = result.Check.Length == 0 ? result.Why : $"{result.Check}: {result.Why}";
        var reason = late ? $"It was not known in time. {why}" : why;
        return reason.Length > 2000 ? reason[..2000] : reason;
    }
}
