using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Rules;

/// <summary>What is installed must be what was shown, and a fleet has one profile.</summary>
internal sealed class ProfileRule : IRequestRule
{
    public const string Name = "profile";

    public RuleResult Check(RequestFacts facts)
    {
        if (facts.Content.Profile != facts.Policy.Profile)
        {
            return RuleResult.Failed(Name, "The onboarding policy names another profile of components by now.", "Change the request, so that it takes up the profile, and have it approved again.");
        }

        return facts.Policy.Profile.Length == 0 || facts.FleetProfile is null || facts.FleetProfile == facts.Policy.Profile
            ? RuleResult.Passed(Name)
            : RuleResult.Failed(
                Name,
                $"The fleet {facts.FleetName} has the profile {facts.FleetProfile}, and the onboarding policy names {facts.Policy.Profile}.",
                "Choose another fleet, or ask an administrator to name the same profile in both.");
    }
}
