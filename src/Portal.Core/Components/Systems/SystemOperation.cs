using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Core.Operations;

namespace Portal.Core.Components.Systems;

/// <summary>What an operation on one step of a system needs to know. Holds no secret.</summary>
/// <param name="System">The name of the catalogue's entry.</param>
/// <param name="Again">True when the step had been done before: taking this run back leaves it done.</param>
/// <param name="Force">True when the person has asked an undo to go on where a side is gone.</param>
public sealed record SystemOperation(Guid SystemId, string System, string Step, bool Again = false, bool Force = false)
{
    internal static OperationPlan Plan(string kind, Cluster cluster, SystemOperation parameters, ComponentsOptions options, Guid? id)
    {
        // What a step waits for has as long as a component has to become ready.
        var limit = options.ReadyTimeout + TimeSpan.FromMinutes(5);
        var name = kind == OperationKinds.UndoSystemStep ? StepNames.UndoSystemStep : StepNames.RunSystemStep;
        return new OperationPlan(kind, cluster.Id, cluster.Name, cluster.FleetId, [new StepPlan(name, limit)], limit, parameters.Step,
            JsonSerializer.SerializeToDocument(parameters, JsonSerializerOptions.Web), id);
    }
}
