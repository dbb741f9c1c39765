using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Policies;

/// <summary>What an administrator says of a policy. The fields are those of <see cref="OnboardingPolicy"/>.</summary>
public sealed record PolicyContent
{
    public IReadOnlyList<string> Providers { get; init; } = [];

    public IReadOnlyList<string> Regions { get; init; } = [];

    public string Versions { get; init; } = "";

    public string NamePattern { get; init; } = "";

    public int? MaxNodes { get; init; }

    public IReadOnlyList<RequiredLabel> Labels { get; init; } = [];

    public int? Quota { get; init; }

    public IReadOnlyList<Guid> FleetIds { get; init; } = [];

    public string Profile { get; init; } = "";

    public ApprovalMode Approval { get; init; }

    internal static PolicyContent Of(OnboardingPolicy policy) => new()
    {
        Providers = policy.Providers,
        Regions = policy.Regions,
        Versions = policy.Versions,
        NamePattern = policy.NamePattern,
        MaxNodes = policy.MaxNodes,
        Labels = policy.Labels,
        Quota = policy.Quota,
        FleetIds = policy.FleetIds,
        Profile = policy.Profile,
        Approval = policy.Approval,
    };

    internal void WriteTo(OnboardingPolicy policy)
    {
        policy.Providers = [.. Providers.Select(place => place.Trim())];
        policy.Regions = [.. Regions.Select(place => place.Trim())];
        policy.Versions = Versions.Trim();
        policy.NamePattern = NamePattern.Trim();
        policy.MaxNodes = MaxNodes;
        policy.Labels = [.. Labels];
        policy.Quota = Quota;
        policy.FleetIds = [.. FleetIds];
        policy.Profile = Profile.Trim();
        policy.Approval = Approval;
    }
}
