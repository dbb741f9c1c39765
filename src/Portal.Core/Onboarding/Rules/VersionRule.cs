using Portal.Core.Approvals;
using Portal.Core.Components.Catalog;

namespace Portal.Core.Onboarding.Rules;

internal sealed class VersionRule : IRequestRule
{
    public const string Name = "version";

    public RuleResult Check(RequestFacts facts) => IsAllowed(facts.Policy.Versions, facts.Content.KubernetesVersion)
        ? RuleResult.Passed(Name)
        : RuleResult.Failed(
            Name,
            $"Kubernetes {facts.Content.KubernetesVersion} is outside of the allowed versions.",
            $"Bring the cluster to a version in this range: {facts.Policy.Versions}.");

    /// <param name="range">Empty for any version.</param>
    public static bool IsAllowed(string range, string version) => range.Length == 0 || VersionRange.Contains(range, version);
}
