using FluentValidation;
using Portal.Core.Clusters;
using Portal.Core.Namespaces.Quotas;

namespace Portal.Core.Namespaces;

/// <summary>What can be said of a draft alone. Page and API use the same.</summary>
public sealed class NamespaceDraftValidator : AbstractValidator<NamespaceDraft>
{
    private const int MaxEntries = 100;
    private const int MaxPurpose = 1000;
    private static readonly string[] Computed = ["cpu", "memory"];
    private static readonly string[] Owners = ["kubernetes.io", "k8s.io", "kurator-portal.io"];

    public NamespaceDraftValidator()
    {
        RuleFor(draft => draft.TeamId).NotEmpty().WithMessage("Pick a team.");
        RuleFor(draft => draft.FleetId).NotEmpty().WithMessage("Pick a fleet.");
        RuleFor(draft => draft.Name).Must(NamespaceNames.IsValid)
            .WithMessage("A namespace's name is 1 to 63 lower-case letters, digits and hyphens, and begins and ends with a letter or digit.");
        RuleFor(draft => draft.Spec).NotNull().WithMessage("Say what the namespace is to be.");
        When(draft => draft.Spec is not null, RuleForSpec);
    }

    /// <summary>True for quantities that Kubernetes takes, by names that a quota knows.</summary>
    public static bool AreAmounts(IReadOnlyDictionary<string, string>? amounts) =>
        amounts is not null && amounts.All(pair => QuotaResource.Find(pair.Key)?.Takes(pair.Value) == true);

    private void RuleForSpec()
    {
        RuleFor(draft => draft.Spec.Placement).Must(IsPlacement)
            .WithMessage($"Clusters are chosen by at most 100 names or by at most 100 labels, not by both. {LabelRules.KeyHelp} {LabelRules.ValueHelp}");
        RuleFor(draft => draft.Spec.Quota).Must(AreAmounts)
            .WithMessage($"A quota is a quantity such as 4, 500m or 16Gi for each of: {string.Join(", ", QuotaResource.All.Select(resource => resource.Name))}.");
        RuleFor(draft => draft.Spec.DefaultRequests).Must(AreDefaults).WithMessage("Default requests of a container are quantities of cpu and memory.");
        RuleFor(draft => draft.Spec.DefaultLimits).Must(AreDefaults).WithMessage("Default limits of a container are quantities of cpu and memory.");
        RuleFor(draft => draft.Spec).Must(IsOrdered).When(draft => AreDefaults(draft.Spec.DefaultRequests) && AreDefaults(draft.Spec.DefaultLimits))
            .WithName("defaultRequests").WithMessage("A default request cannot be greater than the default limit.");
        RuleFor(draft => draft.Spec.Network).IsInEnum().WithMessage("The network is Isolated, Team or Open.");
        RuleFor(draft => draft.Spec.PodSecurity).IsInEnum().WithMessage("Pod security is Privileged, Baseline or Restricted.");
        RuleFor(draft => draft.Spec.Members).Must(AreMembers)
            .WithMessage("Members are roles of the team, at most 100 accounts and at most 100 other teams, each named once, with None, View, Edit or Admin.");
        RuleFor(draft => draft.Spec.Labels).Must(AreLabels)
            .WithMessage($"A namespace has at most 100 labels, none of the prefixes kubernetes.io, k8s.io and kurator-portal.io. {LabelRules.KeyHelp} {LabelRules.ValueHelp}");
        RuleFor(draft => draft.Spec.Purpose)
            .Must(text => text is { Length: <= MaxPurpose } && !text.Contains('\0', StringComparison.Ordinal)).WithMessage("The purpose has at most 1,000 characters.");
    }

    private static bool IsPlacement(NamespacePlacement? placement) => placement is { ClusterNames: { Count: <= MaxEntries } names, Labels: { Count: <= MaxEntries } labels }
        && (names.Count == 0 || labels.Count == 0) && names.All(NamespaceNames.IsValid) && names.Distinct().Count() == names.Count && AreLabelPairs(labels);

    private static bool AreDefaults(IReadOnlyDictionary<string, string>? amounts) =>
        amounts is not null && amounts.All(pair => Computed.Contains(pair.Key) && QuotaResource.Find($"requests.{pair.Key}")!.Takes(pair.Value));

    private static bool IsOrdered(NamespaceSpec spec) => spec.DefaultRequests.All(request =>
        !spec.DefaultLimits.TryGetValue(request.Key, out var limit) || KubernetesQuantity.Read(request.Value) <= KubernetesQuantity.Read(limit));

    private static bool AreMembers(NamespaceMembers? members) => members is { Roles: not null, Accounts.Count: <= MaxEntries, ReadOnlyTeams.Count: <= MaxEntries }
        && members.Roles.All(pair => Enum.IsDefined(pair.Key) && Enum.IsDefined(pair.Value))
        && members.Accounts.All(account => account is { Name.Length: > 0 and <= 64 } && Enum.IsDefined(account.Role) && !account.Name.Any(char.IsControl))
        && members.Accounts.DistinctBy(account => account.Name).Count() == members.Accounts.Count
        && members.ReadOnlyTeams.All(slug => slug is { Length: > 0 and <= 63 } && !slug.Any(char.IsControl))
        && members.ReadOnlyTeams.Distinct().Count() == members.ReadOnlyTeams.Count;

    private static bool AreLabels(IReadOnlyDictionary<string, string>? labels) => labels is { Count: <= MaxEntries } && AreLabelPairs(labels)
        && labels.Keys.All(key => key.IndexOf('/', StringComparison.Ordinal) is var slash && (slash < 0 || !IsOwned(key[..slash])));

    private static bool AreLabelPairs(IReadOnlyDictionary<string, string> labels) =>
        labels.All(label => LabelRules.IsKey(label.Key) && label.Value is not null && LabelRules.IsValue(label.Value));

    /// <summary>Labels of these prefixes mean something to Kubernetes or to the portal.</summary>
    private static bool IsOwned(string prefix) => Owners.Any(owner => prefix == owner || prefix.EndsWith($".{owner}", StringComparison.Ordinal));
}
