using Portal.Core.Approvals;

namespace Portal.Core.Namespaces.Rules;

/// <summary>A name is somebody's on a cluster once. What is chosen by labels has its name in the whole fleet: a label can be set later.</summary>
internal sealed class TakenRule : INamespaceRule
{
    public const string Name = "taken";

    public RuleResult Check(NamespaceFacts facts) =>
        facts.Others.Any(other => other.Name == facts.Name && NamespaceSelection.MayMeet(other.Placement, facts.Spec.Placement))
            ? RuleResult.Failed(Name, $"Another team has the namespace '{facts.Name}' on clusters that this one would be on, or may come to.", "Choose another name, or name other clusters.")
            : RuleResult.Passed(Name);
}
