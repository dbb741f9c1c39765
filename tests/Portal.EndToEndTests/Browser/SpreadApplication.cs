using ClusterSim.Control;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Placement;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>An application whose replicas are divided over a fleet's clusters, one of which can be lost and found again.</summary>
public sealed class SpreadApplication(FleetFixture fixture, string cluster)
{
    private const string Source = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: till, namespace: default}
        spec:
          replicas: 6
          selector: {matchLabels: {app: till}}
          template:
            metadata: {labels: {app: till}}
            spec: {containers: [{name: till, image: "registry.example.com/till:1"}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Returns when it is ready everywhere.</summary>
    public async Task DeliverAsync(string name, Guid fleet)
    {
        var services = fixture.Portal.Services;
        var content = new ApplicationContent(Source, new PlacementPolicy
        {
            ReplicaScheduling = new ReplicaScheduling(ReplicaScheduling.Divided, ReplicaScheduling.Weighted, new WeightPreference(DynamicWeight: "AvailableReplicas")),
        })
        { Failover = new FailoverPolicy(FailoverPolicy.LeastSeconds) };
        var id = (await services.GetRequiredService<IApplications>().CreateAsync(new ApplicationRequest(name, fleet, content), Actor.Portal, Token)).Summary.Id;
        var operation = await services.GetRequiredService<IApplicationDelivery>().DeliverAsync(id, new DeliverRequest(), Actor.Portal, Token);
        await fixture.Portal.UntilAsync(operation, OperationState.Succeeded);
    }

    public Task LoseAsync()
    {
        fixture.Sim.Cluster(cluster).Faults.Add(new Fault { Kind = FaultKind.Offline });
        return IsForSomeTimeAsync(ClusterState.Unreachable);
    }

    public Task FindAsync()
    {
        fixture.Sim.Cluster(cluster).Faults.Clear();
        return IsForSomeTimeAsync(ClusterState.Healthy);
    }

    /// <summary>Waits until the portal has seen it itself, and has it be so for as long as a fail-over waits.</summary>
    private async Task IsForSomeTimeAsync(ClusterState state)
    {
        await using var db = await fixture.Database.Contexts.CreateDbContextAsync(Token);
        var row = db.Clusters.Where(one => one.Name == cluster && one.State == state);
        await fixture.Portal.UntilAsync([Topics.Cluster, Topics.Sweep], () => row.AnyAsync(Token));
        var since = DateTimeOffset.UtcNow.AddMinutes(-10);
        await row.ExecuteUpdateAsync(set => set.SetProperty(one => one.StateSince, since), Token);
    }
}
