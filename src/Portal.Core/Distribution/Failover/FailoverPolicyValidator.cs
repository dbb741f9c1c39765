using FluentValidation;

namespace Portal.Core.Distribution.Failover;

/// <summary>A toleration that neither follows every hiccup nor waits for ever.</summary>
public sealed class FailoverPolicyValidator : AbstractValidator<FailoverPolicy>
{
    public FailoverPolicyValidator()
    {
        RuleFor(policy => policy.AfterSeconds).InclusiveBetween(FailoverPolicy.LeastSeconds, FailoverPolicy.MostSeconds)
            .WithMessage($"A fail-over waits between {FailoverPolicy.LeastSeconds} and {FailoverPolicy.MostSeconds} seconds.");
        RuleFor(policy => policy.Returns).IsInEnum().WithMessage("Replicas return Never or Automatically.");
    }
}
