using Portal.Core.Approvals;

namespace Portal.Core.Namespaces.Policies;

/// <summary>What a policy allows. What is left empty allows anything.</summary>
public sealed record NamespaceLimits
{
    /// <summary>Whether the fleets that the team owns may be used.</summary>
    public bool OwnFleets { get; init; } = true;

    /// <summary>Fleets of others that the team may use as well.</summary>
    public IReadOnlyList<Guid> SharedFleetIds { get; init; } = [];

    /// <summary>A regular expression that a namespace's whole name must match; empty for any.</summary>
    public string NamePattern { get; init; } = "";

    public IReadOnlyList<RequiredLabel> Labels { get; init; } = [];

    /// <summary>The most namespaces that the team may have; null for any number.</summary>
    public int? MaxNamespaces { get; init; }

    /// <summary>The greatest quota of one namespace. What it limits must be limited.</summary>
    public IReadOnlyDictionary<string, string> MaxQuota { get; init; } = new Dictionary<string, string>();

    /// <summary>The greatest sum of the quotas of all of the team's namespaces on one cluster. What it limits must be limited.</summary>
    public IReadOnlyDictionary<string, string> MaxOnCluster { get; init; } = new Dictionary<string, string>();

    /// <summary>The lowest level of pod security. Privileged is allowed only where it is this.</summary>
    public PodSecurityLevel PodSecurity { get; init; } = PodSecurityLevel.Baseline;

    public ApprovalMode Approval { get; init; }

    /// <summary>Where the rules approve: the quota above which an approver decides after all; empty for never.</summary>
    public IReadOnlyDictionary<string, string> ApproveAbove { get; init; } = new Dictionary<string, string>();
}
