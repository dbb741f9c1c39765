using System.Text.Json;
using Portal.Core.Operations;

namespace Portal.Core.Onboarding;

/// <summary>What a smoke test of a cluster looks at.</summary>
/// <param name="Versions">The range in which the cluster's real version must lie; empty for any.</param>
/// <param name="MaxNodes">Null for any number.</param>
/// <param name="Profile">The profile whose components must be ready; empty for none.</param>
public sealed record SmokeTest(Guid RequestId, string Versions, int? MaxNodes, string Profile)
{
    /// <summary>The operation: it changes nothing, and takes its turn among those that do.</summary>
    public OperationPlan Plan(Guid clusterId, string name, Guid fleetId) => new(
        OperationKinds.SmokeTest,
        clusterId,
        name,
        fleetId,
        [
            new StepPlan(StepNames.SmokeApi, TimeSpan.FromMinutes(2)),
            new StepPlan(StepNames.SmokeNodes, TimeSpan.FromMinutes(5)),
            new StepPlan(StepNames.SmokeComponents, TimeSpan.FromMinutes(5)),
        ],
        TimeSpan.FromMinutes(15),
        Parameters: JsonSerializer.SerializeToDocument(this, JsonSerializerOptions.Web));
}
