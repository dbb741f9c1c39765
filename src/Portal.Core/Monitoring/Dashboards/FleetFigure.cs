using Portal.Core.Monitoring.Rollups;

namespace Portal.Core.Monitoring.Dashboards;

/// <summary>What a dashboard counts.</summary>
public enum FleetFigure
{
    /// <summary>Cores.</summary>
    CpuUsed,

    /// <summary>Cores.</summary>
    CpuAllocatable,

    /// <summary>Bytes.</summary>
    MemoryUsed,

    /// <summary>Bytes.</summary>
    MemoryAllocatable,

    PodsRunning,
    PodsAllocatable,
    NodesReady,
    Nodes,

    /// <summary>Of containers, within an hour.</summary>
    Restarts,

    ReplicasAvailable,
    ReplicasWanted,
}

/// <summary>How a dashboard's figures are asked for: as the catalogue of standard queries says.</summary>
internal static class FleetExpressions
{
    /// <summary>Those that are known of pods as well as of whole clusters.</summary>
    public static IReadOnlyList<FleetFigure> OfPods { get; } = [FleetFigure.CpuUsed, FleetFigure.MemoryUsed, FleetFigure.PodsRunning, FleetFigure.Restarts];

    /// <summary><c>$by</c> is the label that tells parts apart, <c>$here</c> what is matched besides.</summary>
    public static string Of(FleetFigure figure) => RollupCatalogue.Find(figure.ToString())!.Expression;
}
