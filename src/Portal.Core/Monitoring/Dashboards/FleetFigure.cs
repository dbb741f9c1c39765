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

/// <summary>How a dashboard's figures are asked for, of what cAdvisor and kube-state-metrics tell.</summary>
internal static class FleetExpressions
{
    /// <summary>Those that are known of pods as well as of whole clusters.</summary>
    public static IReadOnlyList<FleetFigure> OfPods { get; } = [FleetFigure.CpuUsed, FleetFigure.MemoryUsed, FleetFigure.PodsRunning, FleetFigure.Restarts];

    /// <summary><c>$by</c> is the label that tells parts apart, <c>$here</c> what is matched besides.</summary>
    public static string Of(FleetFigure figure) => figure switch
    {
        FleetFigure.CpuUsed => "sum by ($by) (rate(container_cpu_usage_seconds_total{container!=\"\"$here}[5m]))",
        FleetFigure.MemoryUsed => "sum by ($by) (container_memory_working_set_bytes{container!=\"\"$here})",
        FleetFigure.PodsRunning => "sum by ($by) (kube_pod_status_phase{phase=\"Running\"$here})",
        FleetFigure.Restarts => "sum by ($by) (increase(kube_pod_container_status_restarts_total{container!=\"\"$here}[1h]))",
        FleetFigure.CpuAllocatable => "sum by ($by) (kube_node_status_allocatable{resource=\"cpu\"$here})",
        FleetFigure.MemoryAllocatable => "sum by ($by) (kube_node_status_allocatable{resource=\"memory\"$here})",
        FleetFigure.PodsAllocatable => "sum by ($by) (kube_node_status_allocatable{resource=\"pods\"$here})",
        FleetFigure.NodesReady => "sum by ($by) (kube_node_status_condition{condition=\"Ready\",status=\"true\"$here})",
        FleetFigure.Nodes => "count by ($by) (kube_node_info{node!=\"\"$here})",
        FleetFigure.ReplicasAvailable => "sum by ($by) (kube_deployment_status_replicas_available{deployment!=\"\"$here})",
        _ => "sum by ($by) (kube_deployment_spec_replicas{deployment!=\"\"$here})",
    };
}
