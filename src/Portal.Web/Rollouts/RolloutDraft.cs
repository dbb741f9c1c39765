using System.Globalization;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;

namespace Portal.Web.Rollouts;

/// <summary>The settings of a rollout while a person fills them in.</summary>
public sealed class RolloutDraft
{
    public int Concurrency { get; set; } = RolloutSettings.Default.Concurrency;

    public FailurePolicy OnFailure { get; set; } = RolloutSettings.Default.OnFailure;

    public HashSet<Guid> Canaries { get; } = [];

    public bool InWaves { get; set; }

    /// <summary>As typed: "10, 50".</summary>
    public string Percentages { get; set; } = "10, 50";

    public int SoakMinutes { get; set; } = 5;

    public List<MetricCheckDraft> Checks { get; } = [];

    public RolloutSettings Settings(ChangeFailure onNotReady = ChangeFailure.RollBack) =>
        new(Concurrency, OnFailure, [.. Canaries], onNotReady, InWaves ? Waves : null);

    // What is no number is handed on as one that is refused, with the reason.
    private RolloutWaves Waves => new(
        [.. Percentages.Split([',', ' ', '%'], StringSplitOptions.RemoveEmptyEntries).Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var step) ? step : 0)],
        SoakMinutes * 60, [.. Checks.Select(check => new MetricCheck(check.Expression, check.Comparison, check.Threshold))]);
}

/// <summary>A condition in PromQL while a person types it.</summary>
public sealed class MetricCheckDraft
{
    public string Expression { get; set; } = "";

    public MetricComparison Comparison { get; set; } = MetricComparison.Below;

    public double Threshold { get; set; }
}
