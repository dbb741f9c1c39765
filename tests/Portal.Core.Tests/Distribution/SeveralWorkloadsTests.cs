using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Tests.Distribution;

public sealed class SeveralWorkloadsTests
{
    private const string Source = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: wide}
        spec: {replicas: 2, template: {spec: {containers: []}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: single}
        spec: {replicas: 1, template: {spec: {containers: []}}}
        """;

    [Fact]
    public void Workload_ThatIsNotPlacedWhereAnotherIs_HasNoReplicasThere()
    {
        var free = new AvailableResources(new Dictionary<string, string> { ["pods"] = "10" }, new Dictionary<string, string>(), new Dictionary<string, string>());
        PlacementCluster[] fleet = [new() { Name = "a", Available = free }, new() { Name = "b", Available = free }];
        var policy = new PlacementPolicy
        {
            ReplicaScheduling = new ReplicaScheduling(ReplicaScheduling.Divided, ReplicaScheduling.Weighted, new WeightPreference(DynamicWeight: "AvailableReplicas")),
        };

        var placement = ApplicationPlacer.Place(fleet, ManifestSource.Read(Source), policy, new Dictionary<string, IReadOnlyDictionary<string, int>>(), null);

        Assert.All(placement.Assigned.Values, there => Assert.Equal(2, there.Count));
        Assert.Equal([0, 1], placement.Assigned.Values.Select(there => there.Single(pair => pair.Key.EndsWith("single", StringComparison.Ordinal)).Value).Order());
        Assert.Equal(2, placement.Assigned.Values.Sum(there => there.Single(pair => pair.Key.EndsWith("wide", StringComparison.Ordinal)).Value));
    }
}
