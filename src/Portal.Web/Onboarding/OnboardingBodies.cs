using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;

namespace Portal.Web.Onboarding;

/// <summary>A policy as a client sends it. What is left out allows anything.</summary>
/// <param name="TeamId">Null for the portal's default; a policy that is there stays with its team.</param>
/// <param name="Versions">A range such as ">=1.33.0 &lt;1.36.0".</param>
/// <param name="NamePattern">A regular expression for the whole name, without look-around and back references.</param>
internal sealed record PolicyBody(
    Guid? TeamId = null,
    List<string>? Providers = null,
    List<string>? Regions = null,
    string? Versions = null,
    string? NamePattern = null,
    int? MaxNodes = null,
    List<RequiredLabelBody>? Labels = null,
    int? Quota = null,
    List<Guid>? FleetIds = null,
    string? Profile = null,
    ApprovalMode Approval = ApprovalMode.ByApprover)
{
    public PolicyContent ToContent() => new()
    {
        Providers = Providers ?? [],
        Regions = Regions ?? [],
        Versions = Versions ?? "",
        NamePattern = NamePattern ?? "",
        MaxNodes = MaxNodes,
        Labels = [.. (Labels ?? []).Select(label => new RequiredLabel(label?.Key!, label?.Values ?? []))],
        Quota = Quota,
        FleetIds = FleetIds ?? [],
        Profile = Profile ?? "",
        Approval = Approval,
    };
}

/// <param name="Values">What it may be; empty for anything.</param>
internal sealed record RequiredLabelBody(string Key, List<string>? Values = null);

/// <summary>A request for a cluster as a client sends it.</summary>
/// <param name="Name">A DNS label of at most 48 characters.</param>
/// <param name="KubernetesVersion">Of the cluster as it is or will be: "1.34.1".</param>
internal sealed record ClusterRequestBody(
    Guid TeamId,
    string Name,
    Guid FleetId,
    string KubernetesVersion,
    int Nodes,
    ClusterKind Kind = ClusterKind.Cloud,
    string? Provider = null,
    string? Region = null,
    string? Zone = null,
    Dictionary<string, string>? Labels = null,
    string? Purpose = null)
{
    public RequestDraft ToDraft() => new(
        TeamId, Name, FleetId, Kind, Provider ?? "", Region ?? "", Zone ?? "", Labels ?? [], KubernetesVersion, Nodes, Purpose ?? "");
}

/// <param name="ContentHash">What the request was when it was read.</param>
internal sealed record ChangedClusterRequestBody(ClusterRequestBody Request, string ContentHash);

/// <param name="ContentHash">What is decided on: the request's contentHash as it was read.</param>
internal sealed record DecisionBody(string ContentHash, string? Comment = null);

/// <summary>A kubeconfig of an approved cluster. Never logged, never stored.</summary>
/// <param name="Context">Its current context where left out.</param>
internal sealed record RequestKubeconfigBody(string Kubeconfig, string? Context = null)
{
    public override string ToString() => nameof(RequestKubeconfigBody);
}
