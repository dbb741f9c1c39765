using Portal.Core.Clusters;
using Portal.Core.Onboarding.Requests;
using Portal.Web.Clusters;

namespace Portal.Web.Onboarding;

/// <summary>What is typed into the form of a request.</summary>
public sealed class RequestFields
{
    public Guid TeamId { get; set; }

    public string Name { get; set; } = "";

    public Guid FleetId { get; set; }

    public ClusterKind Kind { get; set; }

    public string Provider { get; set; } = "";

    public string Region { get; set; } = "";

    public string Zone { get; set; } = "";

    /// <summary>One a line, "key=value".</summary>
    public string Labels { get; set; } = "";

    public string KubernetesVersion { get; set; } = "";

    public int Nodes { get; set; } = 3;

    public string Purpose { get; set; } = "";

    public bool IsWhole => TeamId != Guid.Empty && FleetId != Guid.Empty && ClusterNames.IsValid(Name.Trim())
        && KubernetesVersion.Trim().Length > 0 && Nodes > 0 && LabelText.ReadLabels(Labels).BadLine is null;

    /// <summary>Begins with what was asked for before.</summary>
    /// <param name="isCopy">Its name is taken, or will be.</param>
    public static RequestFields Of(RequestDetail request, bool isCopy) => new()
    {
        TeamId = request.Summary.TeamId,
        Name = isCopy ? "" : request.Content.Name,
        FleetId = request.Content.FleetId,
        Kind = request.Content.Kind,
        Provider = request.Content.Provider,
        Region = request.Content.Region,
        Zone = request.Content.Zone,
        Labels = LabelText.Write(request.Content.Labels),
        KubernetesVersion = request.Content.KubernetesVersion,
        Nodes = request.Content.Nodes,
        Purpose = request.Content.Purpose,
    };

    public RequestDraft ToDraft() => new(
        TeamId, Name.Trim(), FleetId, Kind, Provider.Trim(), Region.Trim(), Zone.Trim(), LabelText.ReadLabels(Labels).Labels, KubernetesVersion.Trim(), Nodes, Purpose.Trim());
}
