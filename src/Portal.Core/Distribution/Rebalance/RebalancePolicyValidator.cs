using FluentValidation;

namespace Portal.Core.Distribution.Rebalance;

/// <summary>A budget that moves something and not everything by mistake, and an interval that lets a move take effect.</summary>
public sealed class RebalancePolicyValidator : AbstractValidator<RebalancePolicy>
{
    public RebalancePolicyValidator()
    {
        RuleFor(policy => policy.Mode).IsInEnum().WithMessage("A rebalance is Propose or Automatic.");
        RuleFor(policy => policy.MaxReplicas).InclusiveBetween(1, RebalancePolicy.MostReplicas)
            .WithMessage($"A rebalance moves between 1 and {RebalancePolicy.MostReplicas} replicas at once.");
        RuleFor(policy => policy.MaxPercent).InclusiveBetween(1, 100).WithMessage("A rebalance moves between 1 and 100 per cent of all replicas at once.");
        RuleFor(policy => policy.IntervalSeconds).InclusiveBetween(RebalancePolicy.LeastSeconds, RebalancePolicy.MostSeconds)
            .WithMessage($"A rebalance waits between {RebalancePolicy.LeastSeconds} and {RebalancePolicy.MostSeconds} seconds.");
    }
}
