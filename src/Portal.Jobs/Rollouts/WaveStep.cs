using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;

namespace Portal.Jobs.Rollouts;

/// <summary>Does what the rules say of the waves of a rollout, in the caller's unit of work.</summary>
internal sealed class WaveStep(WaveChecks checks, TimeProvider clock)
{
    public async Task<RolloutGate> ReadAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var waves = await db.RolloutWaves.Where(wave => wave.RolloutId == id).OrderBy(wave => wave.Number).ToListAsync(cancellationToken);
        var control = await db.RolloutControls.AsNoTracking().SingleOrDefaultAsync(row => row.RolloutId == id, cancellationToken);
        return new RolloutGate(waves, clock.GetUtcNow(), control?.PausedAt is not null, control?.AbortedAt is not null);
    }

    public void Take(
        PortalDbContext db, RolloutSettings settings, RolloutGate gate, IReadOnlyList<RolloutChange> changes, RolloutMove move, CancellationToken cancellationToken)
    {
        foreach (var wave in gate.Waves.Where(wave => wave.State == WaveState.Waiting && move.Start.Any(ordinal => changes[ordinal].Wave == wave.Number)))
        {
            wave.State = WaveState.Running;
        }

        if (move.Wave is { } next)
        {
            Move(db, settings, gate.Waves[next.Number], next);
        }

        if (move.End == OperationState.Succeeded && gate.Current is { } last)
        {
            last.State = WaveState.Passed;
        }

        if (move.Check is { } number)
        {
            checks.Begin(settings.Waves!, gate.Waves[number], [.. changes.Where(change => change.Stage != RolloutStage.Undo && change.Wave <= number)], cancellationToken);
        }
    }

    /// <summary>Why the rollout went no further, beside its changes; empty when that was not the reason.</summary>
    public static async Task<string> WhyAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken)
    {
        if (await db.RolloutControls.Where(row => row.RolloutId == id && row.AbortedAt != null).Select(row => row.AbortedBy).SingleOrDefaultAsync(cancellationToken) is { } who)
        {
            return $"Aborted by {who}.";
        }

        var failed = await db.RolloutWaves.AsNoTracking().FirstOrDefaultAsync(wave => wave.RolloutId == id && wave.State == WaveState.Failed, cancellationToken);
        return failed is null ? "" : $"Wave {failed.Number + 1} did not pass: {failed.Reason}";
    }

    private void Move(PortalDbContext db, RolloutSettings settings, RolloutWave wave, WaveMove next)
    {
        var now = clock.GetUtcNow();
        (wave.State, wave.Reason) = (next.To, next.Reason);
        if (next.To == WaveState.Soaking)
        {
            wave.SoakUntil = wave.DueAt = now + settings.Waves!.Soak;
        }

        db.OperationLog.Add(new OperationLogLine
        {
            OperationId = wave.RolloutId,
            At = now,
            Level = next.To == WaveState.Failed ? LineLevel.Error : LineLevel.Info,
            Text = next.To == WaveState.Failed
                ? $"Wave {wave.Number + 1} did not pass: {next.Reason}"
                : $"Wave {wave.Number + 1} has ended: it is left alone for {settings.Waves!.SoakSeconds} seconds, and then checked.",
        });
    }
}
