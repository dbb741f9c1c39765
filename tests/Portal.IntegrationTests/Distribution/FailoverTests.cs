using k8s;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Previews;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Distribution;

/// <summary>A cluster is lost: what it had comes up elsewhere first, and what is left there goes when it is back.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class FailoverTests(ApplicationEstate estate) : IAsyncLifetime
{
    private static readonly string[] All = ["a1", "a2", "a3", "a4", "a5"];

    private readonly List<(Guid Id, string Name)> _created = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEvictions Evictions => estate.Get<IEvictions>();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in All)
        {
            await FindAsync(cluster);
        }

        foreach (var (id, name) in _created)
        {
            await estate.EndAsync(await estate.Delivery.DeleteAsync(id, name, Estate.Operator, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Lost_IsReplacedElsewhere_AndWhatIsLeftGoesWhenItIsBack()
    {
        var id = await DeliveredAsync("lost", FailoverReturn.Never, "a1", "a2", "a3");
        var before = await ReplicasAsync("lost", "a1", "a2", "a3");
        Assert.Equal(6, before.Sum());
        var last = (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Summary.LastOperationId;

        await LoseAsync("a2");

        var operation = await estate.EndAsync(await estate.UntilOperationAsync(id, last));
        Assert.True(operation.Summary.State == OperationState.Succeeded, operation.ErrorWhy);
        var log = await estate.Get<IOperations>().ReadLogAsync(operation.Summary.Id, 0, 200, Estate.Viewer, Token);
        Assert.Contains(log, line => line.Text.StartsWith("Fail-over: cluster a2 has been unreachable since ", StringComparison.Ordinal));
        var eviction = await UntilAsync(id, EvictionState.Evicted);
        Assert.NotNull(eviction.GivenUpAt);
        var now = await ReplicasAsync("lost", "a1", "a3");
        Assert.Equal(6, now.Sum());
        Assert.True(now[0] >= before[0] && now[1] >= before[2], "Nothing moves between clusters that are there.");

        // Whoever delivers it meanwhile does not place it there, and is told why.
        var preview = await estate.PreviewAsync(new ApplicationPreviewRequest(id));
        var out2 = preview.Placement.Clusters.Single(cluster => cluster.ClusterName == "a2");
        Assert.False(out2.In);
        Assert.StartsWith("The application was moved away from it. Fail-over: cluster a2 has been unreachable since", out2.Reason, StringComparison.Ordinal);
        await estate.SucceedAsync(id);
        Assert.Equal(now, await ReplicasAsync("lost", "a1", "a3"));

        await FindAsync("a2");

        Assert.Equal(EvictionState.Removed, (await UntilAsync(id, EvictionState.Removed)).State);
        Assert.Equal([now[0], 0, now[1]], await ReplicasAsync("lost", "a1", "a2", "a3"));
        Assert.Equal(["a1", "a3"], (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Clusters.Select(cluster => cluster.ClusterName));
    }

    [Fact]
    public async Task Lost_ReturnsWhenItIsBack_WherePolicySaysSo()
    {
        var id = await DeliveredAsync("home", FailoverReturn.Automatically, "a3", "a4");
        var before = await ReplicasAsync("home", "a3", "a4");

        await LoseAsync("a4");
        await UntilAsync(id, EvictionState.Evicted);
        Assert.Equal(6, (await ReplicasAsync("home", "a3"))[0]);

        await FindAsync("a4");
        await UntilAsync(id, EvictionState.Returned);

        Assert.Equal(before, await ReplicasAsync("home", "a3", "a4"));
        Assert.Equal(ApplicationState.Delivered, (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Summary.State);
    }

    [Fact]
    public async Task Lost_WhoseReplacementFails_GivesNothingUp()
    {
        var id = await DeliveredAsync("kept", FailoverReturn.Never,
            new PlacementPolicy
            {
                ClusterAffinities =
                [
                    new ClusterAffinityTerm { AffinityName = "first", ClusterNames = ["a3"] },
                    new ClusterAffinityTerm { AffinityName = "second", ClusterNames = ["a5"] },
                ],
            },
            new OverrideRule
            {
                TargetCluster = new ClusterAffinity { ClusterNames = ["a5"] },
                Overriders = new Overriders { ImageOverrider = [new ImageOverrider("Tag", "replace", "fail")] },
            });

        // What does not become ready is not waited for as long as in earnest.
        var components = estate.Get<IOptions<ComponentsOptions>>().Value;
        var patience = components.ReadyTimeout;
        components.ReadyTimeout = TimeSpan.FromSeconds(2);
        await LoseAsync("a3");

        var waits = await UntilAsync(id, EvictionState.Waiting);
        Assert.StartsWith("It did not succeed, and is tried again.", waits.Reason, StringComparison.Ordinal);
        components.ReadyTimeout = patience;
        Assert.Null(waits.GivenUpAt);
        Assert.NotNull(waits.NextAt);
        var kept = Assert.Single((await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Clusters);
        Assert.Equal(("a3", 1, 6), (kept.ClusterName, kept.Revision, kept.Replicas.Values.Sum()));
        Assert.Equal([0], await ReplicasAsync("kept", "a5"));

        await FindAsync("a3");
        await UntilAsync(id, EvictionState.Withdrawn);
        Assert.Equal([6, 0], await ReplicasAsync("kept", "a3", "a5"));
    }

    [Fact]
    public async Task Lost_WithoutRoomElsewhere_IsLeftAlone_AndManyAtOnceAskAPerson()
    {
        var single = await DeliveredAsync("single", FailoverReturn.Never, "a1");
        var id = await DeliveredAsync("asked", FailoverReturn.Never, "a1", "a4");
        var last = (await estate.Applications.GetAsync(single, Estate.Viewer, Token)).Summary.LastOperationId;

        await SetAsync("a2", ClusterState.Unreachable);
        await SetAsync("a3", ClusterState.Unreachable);
        await LoseAsync("a1");

        var held = await UntilAsync(id, EvictionState.Held);
        Assert.Contains("3 of 5 clusters of the fleet were lost at once: the portal itself may be cut off.", held.Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ProblemException>(() => Evictions.ApproveAsync(id, held.Id, null, Estate.Viewer, Token));
        await Evictions.ApproveAsync(id, held.Id, null, Estate.Operator, Token);
        var evicted = await UntilAsync(id, EvictionState.Evicted);
        Assert.Equal(6, (await ReplicasAsync("asked", "a4"))[0]);

        var alone = await UntilAsync(single, EvictionState.Held);
        await Evictions.ApproveAsync(single, alone.Id, null, Estate.Operator, Token);
        alone = await UntilAsync(single, EvictionState.Waiting, eviction => eviction.NextAt is not null);
        Assert.EndsWith("Nothing was moved, because it fits nowhere else: No cluster may take Deployment single.", alone.Reason, StringComparison.Ordinal);
        Assert.Equal(last, (await estate.Applications.GetAsync(single, Estate.Viewer, Token)).Summary.LastOperationId);
        Assert.Equal(ApplicationState.Delivered, (await estate.Applications.GetAsync(single, Estate.Viewer, Token)).Summary.State);
        Assert.NotNull(evicted.GivenUpAt);
    }

    private Task<Guid> DeliveredAsync(string name, FailoverReturn returns, params string[] clusters) => DeliveredAsync(name, returns, new PlacementPolicy
    {
        ClusterAffinity = new ClusterAffinity { ClusterNames = clusters },
        ReplicaScheduling = new ReplicaScheduling(ReplicaScheduling.Divided, ReplicaScheduling.Weighted, new WeightPreference(DynamicWeight: "AvailableReplicas")),
    });

    private async Task<Guid> DeliveredAsync(string name, FailoverReturn returns, PlacementPolicy placement, params OverrideRule[] overrides)
    {
        var source = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: NAME
            spec:
              replicas: 6
              selector: LABELS
              template:
                metadata: TEMPLATE
                spec: CONTAINERS
            """
            .Replace("NAME", $"{{name: {name}}}", StringComparison.Ordinal).Replace("LABELS", $"{{matchLabels: {{app: {name}}}}}", StringComparison.Ordinal)
            .Replace("TEMPLATE", $"{{labels: {{app: {name}}}}}", StringComparison.Ordinal)
            .Replace("CONTAINERS", $"{{containers: [{{name: main, image: \"registry.example.com/{name}:1\"}}]}}", StringComparison.Ordinal);
        var id = await estate.CreateAsync(name, new ApplicationContent(source, placement, overrides) { Failover = new FailoverPolicy(30, returns) });
        _created.Add((id, name));
        await estate.SucceedAsync(id);
        return id;
    }

    /// <summary>As its clusters have them.</summary>
    private async Task<List<int>> ReplicasAsync(string name, params string[] clusters)
    {
        var replicas = new List<int>();
        foreach (var cluster in clusters)
        {
            using var admin = estate.Admin(cluster);
            var found = await admin.AppsV1.ListNamespacedDeploymentAsync("default", fieldSelector: $"metadata.name={name}", cancellationToken: Token);
            replicas.Add(found.Items.SingleOrDefault()?.Spec.Replicas ?? 0);
        }

        return replicas;
    }

    private async Task LoseAsync(string cluster)
    {
        estate.Break(cluster);
        await SetAsync(cluster, ClusterState.Unreachable);
    }

    private async Task FindAsync(string cluster)
    {
        estate.Mend(cluster);
        await SetAsync(cluster, ClusterState.Healthy);
    }

    /// <summary>As if it had been so for some minutes.</summary>
    private async Task SetAsync(string cluster, ClusterState state)
    {
        var since = DateTimeOffset.UtcNow.AddMinutes(-5);
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        await db.Clusters.Where(row => row.Name == cluster && row.State != state)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, state).SetProperty(row => row.StateSince, since), Token);
    }

    private async Task<EvictionView> UntilAsync(Guid application, EvictionState state, Func<EvictionView, bool>? wanted = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var changes = estate.Get<EventStream>().Subscribe([Topics.Application], application);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        try
        {
            while (true)
            {
                var all = await Evictions.ListAsync(application, Estate.Viewer, patience.Token);
                if (all.FirstOrDefault(one => one.State == state && wanted?.Invoke(one) != false) is { } seen)
                {
                    return seen;
                }

                await events.MoveNextAsync();
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            var now = await Evictions.ListAsync(application, Estate.Viewer, Token);
            throw new InvalidOperationException($"Not {state}: {string.Join("; ", now)}");
        }
    }
}
