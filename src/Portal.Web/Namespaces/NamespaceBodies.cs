using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Namespaces;
using Portal.Core.Namespaces.Policies;
using Portal.Web.Onboarding;

namespace Portal.Web.Namespaces;

/// <summary>A namespace as a client sends it.</summary>
/// <param name="Name">A DNS label of at most 63 characters.</param>
/// <param name="ConfirmRemoval">The name again, where clusters are to lose the namespace and all that is in it.</param>
internal sealed record NamespaceBody(Guid TeamId, Guid FleetId, string Name, NamespaceSpecBody Spec, string? ConfirmRemoval = null)
{
    public NamespaceDraft ToDraft() => new(TeamId, FleetId, Name, Spec.ToSpec(), ConfirmRemoval);
}

/// <summary>What the namespace is to be; what is left out is as with a new one.</summary>
/// <param name="Clusters">Names of clusters of the fleet; excludes labels. Without either, all of them.</param>
/// <param name="ClusterLabels">Every cluster that has these labels, those too that join later.</param>
/// <param name="Quota">Quantities by the names of a ResourceQuota: "requests.cpu": "4".</param>
/// <param name="DefaultRequests">What a container requests that says nothing: cpu and memory.</param>
/// <param name="DefaultLimits">To what a container is limited that says nothing: cpu and memory.</param>
/// <param name="Roles">What each role in the team holds: None, View, Edit or Admin. One that is left out holds nothing.</param>
/// <param name="Accounts">Accounts of the team that hold more than their role gives.</param>
/// <param name="ReadOnlyTeams">Slugs of other teams whose members may look.</param>
internal sealed record NamespaceSpecBody(
    List<string>? Clusters = null,
    Dictionary<string, string>? ClusterLabels = null,
    Dictionary<string, string>? Quota = null,
    Dictionary<string, string>? DefaultRequests = null,
    Dictionary<string, string>? DefaultLimits = null,
    NetworkIsolation Network = NetworkIsolation.Isolated,
    PodSecurityLevel PodSecurity = PodSecurityLevel.Baseline,
    Dictionary<TeamRole, NamespaceRole>? Roles = null,
    List<NamespaceAccountBody>? Accounts = null,
    List<string>? ReadOnlyTeams = null,
    Dictionary<string, string>? Labels = null,
    string? Purpose = null)
{
    public NamespaceSpec ToSpec() => new()
    {
        Placement = new NamespacePlacement { ClusterNames = Clusters ?? [], Labels = ClusterLabels ?? [] },
        Quota = Quota ?? [],
        DefaultRequests = DefaultRequests ?? [],
        DefaultLimits = DefaultLimits ?? [],
        Network = Network,
        PodSecurity = PodSecurity,
        Members = new NamespaceMembers
        {
            Roles = Roles ?? new NamespaceMembers().Roles,
            Accounts = [.. (Accounts ?? []).Select(account => new NamespaceAccount(account?.Name!, account?.Role ?? NamespaceRole.None))],
            ReadOnlyTeams = ReadOnlyTeams ?? [],
        },
        Labels = Labels ?? [],
        Purpose = Purpose ?? "",
    };
}

internal sealed record NamespaceAccountBody(string Name, NamespaceRole Role);

/// <param name="ContentHash">What is decided on: the namespace's contentHash as it was read.</param>
internal sealed record NamespaceDecisionBody(string ContentHash, string? Comment = null);

/// <summary>A policy as a client sends it. What is left out allows anything.</summary>
/// <param name="TeamId">Null for the portal's default; a policy that is there stays with its team.</param>
/// <param name="SharedFleetIds">Fleets of others that the team may use as well.</param>
/// <param name="NamePattern">A regular expression for the whole name, without look-around and back references.</param>
/// <param name="MaxQuota">The greatest quota of one namespace.</param>
/// <param name="MaxOnCluster">The greatest sum of the quotas of all of the team's namespaces on one cluster.</param>
/// <param name="ApproveAbove">Where the rules approve: the quota above which an approver decides after all.</param>
internal sealed record NamespacePolicyBody(
    Guid? TeamId = null,
    bool OwnFleets = true,
    List<Guid>? SharedFleetIds = null,
    string? NamePattern = null,
    List<RequiredLabelBody>? Labels = null,
    int? MaxNamespaces = null,
    Dictionary<string, string>? MaxQuota = null,
    Dictionary<string, string>? MaxOnCluster = null,
    PodSecurityLevel PodSecurity = PodSecurityLevel.Baseline,
    ApprovalMode Approval = ApprovalMode.ByApprover,
    Dictionary<string, string>? ApproveAbove = null)
{
    public NamespaceLimits ToLimits() => new()
    {
        OwnFleets = OwnFleets,
        SharedFleetIds = SharedFleetIds ?? [],
        NamePattern = (NamePattern ?? "").Trim(),
        Labels = [.. (Labels ?? []).Select(label => new RequiredLabel(label?.Key!, label?.Values ?? []))],
        MaxNamespaces = MaxNamespaces,
        MaxQuota = MaxQuota ?? [],
        MaxOnCluster = MaxOnCluster ?? [],
        PodSecurity = PodSecurity,
        Approval = Approval,
        ApproveAbove = ApproveAbove ?? [],
    };
}
