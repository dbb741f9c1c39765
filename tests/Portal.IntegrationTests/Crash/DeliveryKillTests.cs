using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Crash;

/// <summary>
/// The worker is killed with SIGKILL in the middle of a delivery to twenty clusters, each of which is held at a point of its own;
/// the next worker ends them all, and no object is applied by two jobs at once.
/// </summary>
[Collection(CrashEstate.Collection)]
public sealed class DeliveryKillTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private const string Source = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: crash}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: crash}
        data: {colour: blue}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: crash}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: crash}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: main, image: registry.example.com/web:1}]}
        """;

    private static readonly string[] Objects = ["namespaces/crash?", "configmaps/settings", "services/web", "deployments/web"];

    private static readonly AtRequest Looking = new("check: in the middle", "get", "namespaces/crash");
    private static readonly AtRequest Last = new("apply: the last object is made", "patch", "deployments/web", AfterEffect: true);

    private static readonly IReadOnlyList<CrashPoint> Points =
    [
        new AtCommit("before the lease", $"{OperationKinds.DeliverToCluster} Running", Kept: false),
        new AtCommit("with the lease, before the first step", $"{StepNames.CheckApplication} Running", Kept: true),
        Looking,
        new AtCommit("check: done, and not recorded", $"{StepNames.CheckApplication} Succeeded", Kept: false, Looking),
        new AtCommit("check: recorded, and not heard of", $"{StepNames.CheckApplication} Succeeded", Kept: true, Looking),
        new AtCommit("apply: begins", $"{StepNames.ApplyApplication} Running", Kept: true, Looking),
        .. new[] { "namespaces/crash\\?", "configmaps/settings", "services/web", "deployments/web" }.SelectMany(path => new[]
        {
            new AtRequest($"apply: before {path}", "patch", path),
            new AtRequest($"apply: after {path}, and not heard of", "patch", path, AfterEffect: true),
        }),
        new AtCommit("apply: done, and not recorded", $"{StepNames.ApplyApplication} Succeeded", Kept: false, Last),
        new AtCommit("apply: recorded, and not heard of", $"{StepNames.ApplyApplication} Succeeded", Kept: true, Last),
        new AtStep("ready: begins", StepNames.AwaitApplication, Written: false),
        new AtCommit("ready: done, and not recorded", $"{StepNames.AwaitApplication} Succeeded", Kept: false, Last),
        new AtCommit("prune: begins", $"{StepNames.PruneApplication} Running", Kept: true, Last),
        new AtCommit("the end: not recorded", $"{OperationKinds.DeliverToCluster} Succeeded", Kept: false, Last),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_KilledAtTwentyPointsOfADelivery_NextOneEndsItEverywhere()
    {
        Assert.Equal(20, Points.Count);
        await using var estate = await CrashEstate.StartAsync(database.ConnectionString);
        var worker = await estate.StartWorkerAsync();
        var joined = new List<Subject>();
        foreach (var _ in Points)
        {
            joined.Add(await estate.JoinAsync(estate.AddMember()));
        }

        foreach (var subject in joined)
        {
            Assert.Equal(OperationState.Succeeded, (await estate.EndAsync(subject.OperationId)).Summary.State);
        }

        var runs = Points.Zip(joined, (point, subject) => new CrashRun(estate, point, subject)).ToList();
        foreach (var run in runs)
        {
            await run.ArmAsync();
        }

        var application = await estate.Get<IApplications>().CreateAsync(
            new ApplicationRequest("crash", estate.FleetId, new ApplicationContent(Source)), Estate.Operator, Token);
        var delivery = await estate.Get<IApplicationDelivery>().DeliverAsync(
            application.Summary.Id, new DeliverRequest(Settings: new RolloutSettings(Points.Count, FailurePolicy.Continue, [])), Estate.Operator, Token);
        var operations = await OperationsAsync(estate, delivery);
        foreach (var run in runs)
        {
            run.Subject = run.Subject with { OperationId = operations[run.Subject.ClusterId] };
        }

        await CrashRun.HeldAsync(estate, runs);
        foreach (var run in runs)
        {
            await run.RememberAsync();
        }

        await worker.KillAsync();
        foreach (var run in runs)
        {
            await run.ReleaseAsync();
        }

        await estate.StartWorkerAsync();
        var wrong = await CrashRun.JudgeAsync(runs, run => IsAsWantedAsync(estate, run));
        Assert.True(wrong.Count == 0, $"{runs.Count - wrong.Count} of {runs.Count} clusters ended correctly.\n{string.Join('\n', wrong)}");
        Assert.Equal(OperationState.Succeeded, (await estate.EndAsync(delivery)).Summary.State);
    }

    /// <summary>All objects are there, and were applied in at most two passes, the second from the beginning after the first had stopped.</summary>
    private static async Task IsAsWantedAsync(CrashEstate estate, CrashRun run)
    {
        var member = run.Subject.Member;
        Assert.Equal(4, (await estate.Get<IApplications>().GetAsync(
            (await estate.Get<IApplications>().ListAsync(new ApplicationQuery(), Estate.Viewer, Token)).Items.Single().Id, Estate.Viewer, Token))
            .Clusters.Single(cluster => cluster.ClusterName == member).Objects.Count(item => item.Health == ObjectHealth.Ready && item.Created));
        var order = estate.Sim.Cluster(member).Audit.Entries().Where(entry => entry.Verb == "patch")
            .Select(entry => Array.FindIndex(Objects, path => entry.Path.Contains(path, StringComparison.Ordinal))).Where(index => index >= 0).ToList();
        var begun = order.Zip(order.Skip(1)).Count(pair => pair.Second <= pair.First);
        Assert.True(begun <= 1, $"applied in the order {string.Join(' ', order)}");
        Assert.Equal([0, 1, 2, 3], order.TakeLast(4));
    }

    private static async Task<Dictionary<Guid, Guid>> OperationsAsync(CrashEstate estate, Guid rollout)
    {
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        return await db.RolloutChanges.Where(change => change.RolloutId == rollout).ToDictionaryAsync(change => change.ClusterId, change => change.OperationId, Token);
    }
}
