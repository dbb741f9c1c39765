using System.Text.Json;
using Portal.Core.Operations;

namespace Portal.Core.Components.Edge;

/// <summary>The parameters of a removal.</summary>
public sealed record EdgeOperation(string Node, string Cluster)
{
    /// <summary>Bounded, whether the node answers or not.</summary>
    public static OperationPlan Remove(Guid clusterId, string cluster, Guid fleetId, string node) => new(
        OperationKinds.RemoveEdgeNode,
        clusterId,
        node,
        fleetId,
        [
            new StepPlan(StepNames.CordonEdgeNode, TimeSpan.FromMinutes(1)),
            new StepPlan(StepNames.EvictEdgePods, TimeSpan.FromMinutes(10)),
            new StepPlan(StepNames.DeleteEdgeNode, TimeSpan.FromMinutes(1)),
        ],
        TimeSpan.FromMinutes(15),
        Parameters: JsonSerializer.SerializeToDocument(new EdgeOperation(node, cluster), JsonSerializerOptions.Web));
}
