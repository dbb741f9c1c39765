using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Policies;

/// <summary>The limits inside which a team may onboard clusters by itself: its own, or the portal's for teams without one.</summary>
public sealed class OnboardingPolicy
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The team that it is for; null for the portal's default. One for each.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>Allowed providers, compared without case; empty for any.</summary>
    public List<string> Providers { get; set; } = [];

    /// <summary>Allowed regions, compared without case; empty for any.</summary>
    public List<string> Regions { get; set; } = [];

    /// <summary>Kubernetes versions as npm writes ranges (">=1.33.0 &lt;1.36.0"); empty for any.</summary>
    public string Versions { get; set; } = "";

    /// <summary>A regular expression that a cluster's whole name must match; empty for any.</summary>
    public string NamePattern { get; set; } = "";

    /// <summary>The most nodes of one cluster; null for any number.</summary>
    public int? MaxNodes { get; set; }

    public List<RequiredLabel> Labels { get; set; } = [];

    /// <summary>The most clusters of the team, joined and approved; null for any number.</summary>
    public int? Quota { get; set; }

    /// <summary>The fleets that may be joined, of those of the team; empty for all of the team's.</summary>
    public List<Guid> FleetIds { get; set; } = [];

    /// <summary>The profile of components that a cluster is brought to; empty for none.</summary>
    public string Profile { get; set; } = "";

    public ApprovalMode Approval { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }

    /// <summary>PostgreSQL's xmin: the optimistic-concurrency token.</summary>
    public uint Version { get; set; }
}
