namespace Portal.Core.Rollouts.Waves;

/// <summary>Whether what a change did is ready.</summary>
/// <param name="Why">Why it is not, or is not known; else empty.</param>
public sealed record ChangeReadiness(WaveOutcome Outcome, string Why)
{
    public static ChangeReadiness Ready { get; } = new(WaveOutcome.Passed, "");

    public static ChangeReadiness NotReady(string why) => new(WaveOutcome.Failed, why);

    public static ChangeReadiness Unknown(string why) => new(WaveOutcome.Unknown, why);
}
