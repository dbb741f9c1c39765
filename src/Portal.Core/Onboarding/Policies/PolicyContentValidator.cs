using FluentValidation;
using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Components.Catalog;

namespace Portal.Core.Onboarding.Policies;

public sealed class PolicyContentValidator : AbstractValidator<PolicyContent>
{
    private const int MaxEntries = 100;
    private const int MaxNodes = 100_000;

    public PolicyContentValidator()
    {
        RuleFor(policy => policy.Providers).Must(ArePlaces).WithMessage("A policy names at most 100 providers, each of 1 to 63 characters.");
        RuleFor(policy => policy.Regions).Must(ArePlaces).WithMessage("A policy names at most 100 regions, each of 1 to 63 characters.");
        RuleFor(policy => policy.Versions)
            .Must(range => range is { Length: <= 100 } && !range.Contains('\0', StringComparison.Ordinal) && (range.Trim().Length == 0 || VersionRange.IsValid(range.Trim())))
            .WithMessage("Kubernetes versions are a range such as '>=1.33.0 <1.36.0'.");
        RuleFor(policy => policy.NamePattern)
            .Must(NamePattern.IsPattern)
            .WithMessage("A name pattern is a regular expression of at most 200 characters, without look-around and back references.");
        RuleFor(policy => policy.MaxNodes).Must(nodes => nodes is null or (>= 1 and <= MaxNodes)).WithMessage("The most nodes are a number from 1 to 100,000.");
        RuleFor(policy => policy.Labels).Must(RequiredLabels.AreValid).WithMessage(
            $"A policy names at most 100 labels, each key once. {LabelRules.KeyHelp} {LabelRules.ValueHelp}");
        RuleFor(policy => policy.Quota).Must(quota => quota is null or (>= 0 and <= 100_000)).WithMessage("The quota of clusters is a number from 0 to 100,000.");
        RuleFor(policy => policy.FleetIds).Must(fleets => fleets is { Count: <= MaxEntries }).WithMessage("A policy names at most 100 fleets.");
        RuleFor(policy => policy.Profile)
            .Must(profile => profile is { Length: <= 63 } && !profile.Contains('\0', StringComparison.Ordinal)).WithMessage("A profile's name has at most 63 characters.");
        RuleFor(policy => policy.Approval).IsInEnum().WithMessage("Approval is ByApprover or ByRule.");
    }

    private static bool ArePlaces(IReadOnlyList<string> places) => places is { Count: <= MaxEntries }
        && places.All(place => place?.Trim().Length is > 0 and <= 63 && !place.Any(char.IsControl));
}
