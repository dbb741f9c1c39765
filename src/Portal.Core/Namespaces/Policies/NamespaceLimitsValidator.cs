using FluentValidation;
using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Namespaces.Quotas;

namespace Portal.Core.Namespaces.Policies;

public sealed class NamespaceLimitsValidator : AbstractValidator<NamespaceLimits>
{
    private const int MaxEntries = 100;
    private const int MostNamespaces = 100_000;

    public NamespaceLimitsValidator()
    {
        var amounts = $"A quota is a quantity such as 4, 500m or 16Gi for each of: {string.Join(", ", QuotaResource.All.Select(resource => resource.Name))}.";
        RuleFor(limits => limits.SharedFleetIds).Must(fleets => fleets is { Count: <= MaxEntries }).WithMessage("A policy names at most 100 fleets.");
        RuleFor(limits => limits.NamePattern).Must(NamePattern.IsPattern)
            .WithMessage("A name pattern is a regular expression of at most 200 characters, without look-around and back references.");
        RuleFor(limits => limits.Labels).Must(RequiredLabels.AreValid).WithMessage(
            $"A policy names at most 100 labels, each key once. {LabelRules.KeyHelp} {LabelRules.ValueHelp}");
        RuleFor(limits => limits.MaxNamespaces).Must(most => most is null or (>= 0 and <= MostNamespaces)).WithMessage("The most namespaces are a number from 0 to 100,000.");
        RuleFor(limits => limits.MaxQuota).Must(NamespaceDraftValidator.AreAmounts).WithMessage(amounts);
        RuleFor(limits => limits.MaxOnCluster).Must(NamespaceDraftValidator.AreAmounts).WithMessage(amounts);
        RuleFor(limits => limits.ApproveAbove).Must(NamespaceDraftValidator.AreAmounts).WithMessage(amounts);
        RuleFor(limits => limits.PodSecurity).IsInEnum().WithMessage("Pod security is Privileged, Baseline or Restricted.");
        RuleFor(limits => limits.Approval).IsInEnum().WithMessage("Approval is ByApprover or ByRule.");
    }
}
