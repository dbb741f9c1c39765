using System.Text.Json.Serialization;

namespace Portal.Core.Rollouts.Waves;

/// <summary>A rollout in waves: the canaries, then growing shares of all clusters, then the rest. Each wave starts when the one before has passed.</summary>
/// <param name="Percentages">Of all clusters, in hundredths, growing: so many have had their turn when the wave is over. None for one wave after the canaries.</param>
/// <param name="SoakSeconds">How long a wave is left alone before it is checked, 0 to <see cref="MostSoakSeconds"/>.</param>
/// <param name="Checks">What metrics must say of the clusters that have had their turn; that what was changed is ready is always checked.</param>
/// <param name="PatienceSeconds">For how long after that a check may be without an answer; then the wave has failed.</param>
public sealed record RolloutWaves(
    IReadOnlyList<int> Percentages, int SoakSeconds = 0, IReadOnlyList<MetricCheck>? Checks = null, int PatienceSeconds = RolloutWaves.UsualPatienceSeconds)
{
    public const int MostSteps = 10;
    public const int MostSoakSeconds = 7 * 24 * 3600;
    public const int MostChecks = 10;
    public const int UsualPatienceSeconds = 300;
    public const int MostPatienceSeconds = 3600;

    [JsonIgnore]
    public TimeSpan Soak => TimeSpan.FromSeconds(SoakSeconds);

    [JsonIgnore]
    public TimeSpan Patience => TimeSpan.FromSeconds(PatienceSeconds);
}
