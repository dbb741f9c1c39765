namespace Portal.Core.Rollouts.Waves;

/// <summary>What becomes of a wave whose changes have ended, while others are to follow. Pure.</summary>
internal static class WaveRules
{
    /// <summary>Null when no wave is between what has ended and what waits.</summary>
    public static RolloutMove? Between(IReadOnlyList<RolloutChange> forward, RolloutGate gate)
    {
        if (gate.Current is not { } wave || !forward.Any(change => change.State == RolloutChangeState.Waiting && change.Wave > wave.Number))
        {
            return null;
        }

        var own = forward.Where(change => change.Wave == wave.Number).ToList();
        var lost = own.Count(change => change.State != RolloutChangeState.Succeeded);
        if (lost > 0)
        {
            return Move(new WaveMove(wave.Number, WaveState.Failed, $"{lost} of the {own.Count} changes of the wave did not succeed."));
        }

        if (wave.State != WaveState.Soaking)
        {
            return Move(new WaveMove(wave.Number, WaveState.Soaking));
        }

        return wave.DueAt > gate.Now ? RolloutMove.Wait : new RolloutMove([], [], Check: wave.Number);
    }

    private static RolloutMove Move(WaveMove wave) => new([], [], Wave: wave);
}

/// <summary>A wave that goes on to another state.</summary>
public sealed record WaveMove(int Number, WaveState To, string Reason = "");
