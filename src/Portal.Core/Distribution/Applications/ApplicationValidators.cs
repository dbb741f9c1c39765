using FluentValidation;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Rebalance;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Applications;

/// <summary>What can be said of a new application alone. Page and API use the same.</summary>
public sealed class ApplicationRequestValidator : AbstractValidator<ApplicationRequest>
{
    public ApplicationRequestValidator()
    {
        RuleFor(request => request.Name)
            .NotEmpty().WithMessage("Give the application a name.")
            .MaximumLength(48).WithMessage("An application's name has at most 48 characters.")
            .IsDnsLabel();
        RuleFor(request => request.Description).MaximumLength(1000).WithMessage("A description has at most 1,000 characters.")
            .Must(text => !text.Contains('\0', StringComparison.Ordinal)).WithMessage("A description cannot hold control characters.");
    }
}

/// <summary>The content of a revision, but for its manifests.</summary>
public sealed class ApplicationContentValidator : AbstractValidator<ApplicationContent>
{
    public const int MostRules = 50;

    public ApplicationContentValidator()
    {
        RuleFor(content => content.Source).NotEmpty().WithMessage("Give the application its manifests.");
        RuleFor(content => content.Note).MaximumLength(1000).WithMessage("A note has at most 1,000 characters.")
            .Must(text => !text.Contains('\0', StringComparison.Ordinal)).WithMessage("A note cannot hold control characters.");
        RuleFor(content => content.Placement!).SetValidator(new PlacementPolicyValidator()).When(content => content.Placement is not null);
        RuleFor(content => content.Failover!).SetValidator(new FailoverPolicyValidator()).When(content => content.Failover is not null);
        RuleFor(content => content.Rebalance!).SetValidator(new RebalancePolicyValidator()).When(content => content.Rebalance is not null);
        RuleFor(content => content.Rebalance)
            .Must((content, rebalance) => rebalance is null || content.Placement?.ReplicaScheduling is { ReplicaSchedulingType: ReplicaScheduling.Divided })
            .WithMessage("Only replicas that are divided among clusters can be rebalanced.");
        RuleFor(content => content.Overrides)
            .Must(rules => rules is null || rules.Count <= MostRules).WithMessage($"An application has at most {MostRules} rules of overrides.");
        RuleForEach(content => content.Overrides).SetValidator(new OverrideRuleValidator());
    }
}

public sealed class ApplicationQueryValidator : AbstractValidator<ApplicationQuery>
{
    public ApplicationQueryValidator()
    {
        RuleFor(query => query.Search)
            .NotNull().MaximumLength(200).WithMessage("Search for at most 200 characters.")
            .Must(text => !text.Any(char.IsControl)).WithMessage("A search cannot hold control characters.");
        RuleFor(query => query.Skip).GreaterThanOrEqualTo(0).WithMessage("skip cannot be negative.");
        RuleFor(query => query.Take).InclusiveBetween(1, 500).WithMessage("take is between 1 and 500.");
    }
}
