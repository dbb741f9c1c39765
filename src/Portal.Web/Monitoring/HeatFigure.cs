using Portal.Core.Monitoring.Dashboards;

namespace Portal.Web.Monitoring;

/// <summary>What the heat map tells of each cluster.</summary>
public enum HeatFigure
{
    Cpu,
    Memory,
    Pods,
    NodesNotReady,
    ReplicasMissing,
    Restarts,
}

/// <summary>A cluster's cell of the heat map.</summary>
/// <param name="Words">Its figure; null when it is not known.</param>
/// <param name="Heat">From 0, calm, to 4.</param>
internal sealed record HeatCell(string Cluster, double? Value, string? Words, int Heat)
{
    public static HeatCell Of(FleetSnapshot snapshot, string cluster, HeatFigure figure)
    {
        FigureByPart By(FleetFigure one) => snapshot.ByCluster[one];
        double? Lacks(FleetFigure has, FleetFigure wants) => By(has)[cluster] is { } there && By(wants)[cluster] is { } wanted ? Math.Max(0, wanted - there) : null;
        var value = figure switch
        {
            HeatFigure.Cpu => By(FleetFigure.CpuUsed).ShareOf(By(FleetFigure.CpuAllocatable), cluster),
            HeatFigure.Memory => By(FleetFigure.MemoryUsed).ShareOf(By(FleetFigure.MemoryAllocatable), cluster),
            HeatFigure.Pods => By(FleetFigure.PodsRunning).ShareOf(By(FleetFigure.PodsAllocatable), cluster),
            HeatFigure.NodesNotReady => Lacks(FleetFigure.NodesReady, FleetFigure.Nodes),
            HeatFigure.ReplicasMissing => Lacks(FleetFigure.ReplicasAvailable, FleetFigure.ReplicasWanted),
            _ => By(FleetFigure.Restarts)[cluster],
        };
        var isShare = figure <= HeatFigure.Pods;
        var heat = value switch
        {
            null => 0,
            { } share when isShare => share switch { < .5 => 0, < .7 => 1, < .8 => 2, < .9 => 3, _ => 4 },
            { } count => count switch { < .5 => 0, < 2 => 1, < 5 => 2, < 20 => 3, _ => 4 },
        };
        return new(cluster, value, value is { } known ? Figures.Say(isShare ? known : Math.Round(known), isShare ? FigureUnit.Share : FigureUnit.Plain) : null, heat);
    }
}
