using k8s;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Sources;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution.Engines;

/// <summary>The portal itself writes each cluster's own objects to it.</summary>
internal sealed class DirectEngine(IClusterConnections connections) : IDeliveryEngine
{
    public bool IsCarried => false;

    public IReadOnlyList<ClusterItem> Make(LoadedRevision revision, ManifestSource source, Cluster cluster, IReadOnlyDictionary<string, int> replicas) =>
        ClusterManifest.Make(source, PlacementFleet.Of(cluster), revision.Policy, revision.ApplicationId, revision.Application, replicas);

    public Task<IKubernetes> ConnectAsync(Guid clusterId, CancellationToken cancellationToken) => connections.ConnectAsync(clusterId, cancellationToken);

    public Task<Problem?> FindObstacleAsync(ApplicationDelivery delivery, CancellationToken cancellationToken) => Task.FromResult<Problem?>(null);

    public Task<Followed> FollowAsync(ApplicationDelivery delivery, IReadOnlyList<LookedObject> looked, CancellationToken cancellationToken) =>
        Task.FromResult(new Followed(looked, []));

    /// <summary>What is removed is gone when its removal has ended.</summary>
    public Task AwaitWithdrawnAsync(
        ApplicationDelivery delivery, IReadOnlyList<ApplicationObject> left, StepContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
