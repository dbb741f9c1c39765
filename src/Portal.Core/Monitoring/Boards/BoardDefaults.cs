using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.Boards;

/// <summary>What a new board begins with.</summary>
public static class BoardDefaults
{
    /// <summary>Places, from the widest to the narrowest.</summary>
    public static IReadOnlyList<BoardVariable> Variables { get; } =
    [
        new(PortalLabels.Fleet, VariableKind.Label, Label: PortalLabels.Fleet),
        new(PortalLabels.Cluster, VariableKind.Label, Label: PortalLabels.Cluster),
        new("namespace", VariableKind.Label, Label: "namespace"),
    ];

    /// <summary>A panel that has been added and not yet described.</summary>
    public static BoardPanel Panel { get; } = new(0, PanelKind.TimeSeries, "", 0, 0, 12, 8, []);
}
