using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Core.Operations;

namespace Portal.Core.Components.Adoption;

/// <summary>What the step of an adoption needs to know.</summary>
/// <param name="Name">The release's, in helm.</param>
public sealed record AdoptOperation(string Namespace, string Name)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    internal static OperationPlan Plan(Cluster cluster, string component, AdoptOperation parameters) => new(
        OperationKinds.AdoptComponent, cluster.Id, cluster.Name, cluster.FleetId, [new StepPlan(StepNames.AdoptRelease, Limit)], Limit, component,
        JsonSerializer.SerializeToDocument(parameters, JsonSerializerOptions.Web));
}
