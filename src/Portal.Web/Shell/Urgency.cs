using Portal.Core.Clusters;

namespace Portal.Web.Shell;

/// <summary>The order in which states are shown: what needs a look comes first.</summary>
public static class Urgency
{
    public static int Of(ClusterState state) => state switch
    {
        ClusterState.Unreachable => 0,
        ClusterState.Degraded => 1,
        ClusterState.Unknown => 2,
        ClusterState.Joining => 3,
        ClusterState.Leaving => 4,
        _ => 5,
    };
}
