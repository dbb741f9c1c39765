using Portal.Core.Clusters;

namespace Portal.Web.Clusters;

/// <summary>What a person has said of a cluster so far, in the wizard or the editor.</summary>
public sealed class ClusterDraft
{
    public string Name { get; set; } = "";

    public Guid? FleetId { get; set; }

    public ClusterKind Kind { get; set; } = ClusterKind.Cloud;

    public string Provider { get; set; } = "";

    public string Region { get; set; } = "";

    public string Zone { get; set; } = "";

    public string Labels { get; set; } = "";

    public string Taints { get; set; } = "";

    public static ClusterDraft Of(ClusterDetail cluster) => new()
    {
        Name = cluster.Summary.Name,
        FleetId = cluster.Summary.FleetId,
        Kind = cluster.Summary.Kind,
        Provider = cluster.Summary.Provider,
        Region = cluster.Summary.Region,
        Zone = cluster.Summary.Zone,
        Labels = LabelText.Write(cluster.Labels),
        Taints = LabelText.Write(cluster.Taints),
    };

    public ClusterDescription Describe() =>
        new(Name.Trim(), FleetId ?? Guid.Empty, Kind, Provider.Trim(), Region.Trim(), Zone.Trim(), LabelText.ReadLabels(Labels).Labels);

    public ClusterEdit Edit() => new(
        FleetId ?? Guid.Empty, Kind, Provider.Trim(), Region.Trim(), Zone.Trim(), LabelText.ReadLabels(Labels).Labels, LabelText.ReadTaints(Taints).Taints);
}
