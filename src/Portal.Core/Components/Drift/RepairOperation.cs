using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Core.Operations;

namespace Portal.Core.Components.Drift;

/// <summary>What the step of a repair needs to know.</summary>
/// <param name="Objects">Keys of the objects to repair; null for all that drifted.</param>
public sealed record RepairOperation(Guid ReleaseId, IReadOnlyList<string>? Objects = null)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    internal static OperationPlan Plan(Cluster cluster, string component, RepairOperation parameters) => new(
        OperationKinds.RepairComponent, cluster.Id, cluster.Name, cluster.FleetId, [new StepPlan(StepNames.RepairDrift, Limit)], Limit, component,
        JsonSerializer.SerializeToDocument(parameters, JsonSerializerOptions.Web));
}
