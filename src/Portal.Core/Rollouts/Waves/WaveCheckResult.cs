using System.Text.Json.Serialization;

namespace Portal.Core.Rollouts.Waves;

/// <summary>What one check of a wave came to.</summary>
/// <param name="Check">The condition; empty for the check that what was changed is ready.</param>
/// <param name="Value">The value that decided, with how many there are; empty without one.</param>
/// <param name="Why">Why it did not pass; else empty.</param>
public sealed record WaveCheckResult(string Check, WaveOutcome Outcome, string Value, string Why);

/// <summary>What is not known has not passed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaveOutcome>))]
public enum WaveOutcome
{
    Unknown,
    Passed,
    Failed,
}
