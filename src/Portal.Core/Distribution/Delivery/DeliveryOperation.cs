using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Core.Operations;

namespace Portal.Core.Distribution.Delivery;

/// <summary>What the steps of a delivery to one cluster need to know beside the rows. Holds no secret.</summary>
/// <param name="Revision">What is delivered; 0 for a removal.</param>
/// <param name="Replicas">By workload.</param>
/// <param name="BaseRevision">What the cluster was to have before; null for nothing.</param>
/// <param name="BaseReplicas">The replicas of that.</param>
/// <param name="Repairs">True where what drifted is brought back: fields of the application's own objects are taken from whoever manages them.</param>
/// <param name="WithContents">True where a namespace that the application created goes with all that others have put into it: a person has confirmed that.</param>
public sealed record DeliveryOperation(
    Guid ApplicationId,
    int Revision,
    IReadOnlyDictionary<string, int> Replicas,
    int? BaseRevision = null,
    IReadOnlyDictionary<string, int>? BaseReplicas = null,
    bool Repairs = false,
    bool WithContents = false)
{
    private static readonly TimeSpan ShortStep = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongStep = TimeSpan.FromMinutes(15);

    internal static OperationPlan Plan(string kind, Cluster cluster, string application, DeliveryOperation parameters, TimeSpan ready, Guid id)
    {
        StepPlan[] steps = kind == OperationKinds.RemoveApplication
            ? [new(StepNames.PruneApplication, LongStep)]
            :
            [
                new(StepNames.CheckApplication, ShortStep), new(StepNames.ApplyApplication, LongStep),
                new(StepNames.AwaitApplication, ready + TimeSpan.FromMinutes(1)), new(StepNames.PruneApplication, LongStep),
            ];
        var total = steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.TimeLimit);
        return new OperationPlan(kind, cluster.Id, cluster.Name, cluster.FleetId, steps, total, application,
            JsonSerializer.SerializeToDocument(parameters, JsonSerializerOptions.Web), id);
    }
}
