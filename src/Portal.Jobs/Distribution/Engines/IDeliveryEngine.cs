using k8s;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Sources;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution.Engines;

/// <summary>What brings an application to where it runs. All that is written goes to one cluster, and is looked after there the same way.</summary>
internal interface IDeliveryEngine
{
    /// <summary>True where what is written is carried on by something else, and its own readiness says nothing.</summary>
    bool IsCarried { get; }

    /// <summary>What is written, in its order.</summary>
    IReadOnlyList<ClusterItem> Make(LoadedRevision revision, ManifestSource source, Cluster cluster, IReadOnlyDictionary<string, int> replicas);

    Task<IKubernetes> ConnectAsync(Guid clusterId, CancellationToken cancellationToken);

    /// <summary>Why nothing can be delivered there by this engine, or null.</summary>
    Task<Problem?> FindObstacleAsync(ApplicationDelivery delivery, CancellationToken cancellationToken);

    /// <summary>What has become of what was written, where it runs.</summary>
    Task<Followed> FollowAsync(ApplicationDelivery delivery, IReadOnlyList<LookedObject> looked, CancellationToken cancellationToken);

    /// <summary>Waits until what was removed is gone from where it ran, too.</summary>
    /// <param name="delivery">The application, on its way out.</param>
    /// <param name="left">What is still to be removed after that.</param>
    /// <param name="context">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task AwaitWithdrawnAsync(ApplicationDelivery delivery, IReadOnlyList<ApplicationObject> left, StepContext context, CancellationToken cancellationToken);
}

/// <summary>An object that was written, and what is said of it.</summary>
internal sealed record LookedObject(InspectedObject Inspected, SeenObject Seen);

/// <param name="Own">What was written.</param>
/// <param name="Beyond">What came of it elsewhere, by a label that says where.</param>
internal sealed record Followed(IReadOnlyList<LookedObject> Own, IReadOnlyList<(string Label, SeenObject Seen)> Beyond);
