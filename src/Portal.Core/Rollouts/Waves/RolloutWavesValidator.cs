using FluentValidation;
using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Rollouts.Waves;

internal sealed class RolloutWavesValidator : AbstractValidator<RolloutWaves>
{
    public RolloutWavesValidator()
    {
        RuleFor(waves => waves.Percentages)
            .Must(steps => steps is not null && steps.Count <= RolloutWaves.MostSteps && steps.All(step => step is >= 1 and <= 99)
                && steps.Zip(steps.Skip(1)).All(pair => pair.First < pair.Second))
            .WithMessage($"Give at most {RolloutWaves.MostSteps} percentages of clusters, each between 1 and 99 and larger than the one before.");
        RuleFor(waves => waves.SoakSeconds).InclusiveBetween(0, RolloutWaves.MostSoakSeconds)
            .WithMessage("A wave is left alone for at most 7 days.");
        RuleFor(waves => waves.PatienceSeconds).InclusiveBetween(1, RolloutWaves.MostPatienceSeconds)
            .WithMessage("A check may be without an answer for at most one hour.");
        RuleFor(waves => waves.Checks).Must(checks => checks is null || checks.Count <= RolloutWaves.MostChecks)
            .WithMessage($"A wave has at most {RolloutWaves.MostChecks} checks of metrics.");
        RuleForEach(waves => waves.Checks).Must(check => check is not null && Enum.IsDefined(check.Comparison) && double.IsFinite(check.Threshold))
            .WithMessage("A check of metrics compares an expression with a number.");
        RuleForEach(waves => waves.Checks).Must(check => IsExpression(check?.Expression))
            .WithMessage($"A check of metrics is an expression in PromQL of at most {MetricCheck.LongestExpression} characters that has a value.");
    }

    private static bool IsExpression(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MetricCheck.LongestExpression)
        {
            return false;
        }

        try
        {
            return PromqlParser.Parse(text).Type is PromqlType.Scalar or PromqlType.InstantVector;
        }
        catch (PromqlException)
        {
            return false;
        }
    }
}
