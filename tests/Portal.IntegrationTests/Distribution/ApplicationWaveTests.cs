using ClusterSim.Control;
using k8s;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Distribution;

/// <summary>A new revision in waves: what stops it, and what it leaves behind.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class ApplicationWaveTests(ApplicationEstate estate)
{
    private static readonly string[] All = ["a1", "a2", "a3", "a4", "a5"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IRollouts Rollouts => estate.Get<IRollouts>();

    [Fact]
    public async Task Canary_ThatFailsItsCheckOfMetrics_IsRolledBack_AndTheRestIsUntouched()
    {
        var id = await DeliveredAsync("checked");
        var waves = new RolloutWaves([50], 0, [new MetricCheck("vector(3)", MetricComparison.Below, 1)]);

        var end = await estate.DeliverAsync(id, new DeliverRequest(Settings: new RolloutSettings(8, FailurePolicy.RollBack, [estate.Clusters["a1"]], Waves: waves)));

        Assert.Equal((OperationState.Failed, "Wave 1 did not pass: vector(3) < 1: The value is 3."), (end.Summary.State, end.ErrorWhy));
        Assert.Equal("All that was changed is taken back. Mend the cause, and retry: it begins anew.", end.ErrorRemedy);
        var rollout = await Rollouts.GetAsync(end.Summary.Id, Estate.Viewer, Token);
        Assert.Equal([WaveState.Failed, WaveState.Waiting, WaveState.Waiting], rollout.Waves.Select(wave => wave.State));
        Assert.Contains(("vector(3) < 1", WaveOutcome.Failed, "3"), rollout.Waves[0].Results.Select(result => (result.Check, result.Outcome, result.Value)));
        Assert.Equal(1, rollout.Changes.Count(change => change.Stage == RolloutStage.Undo));
        Assert.Equal(["1", "1", "1", "1", "1"], await Texts("checked"));
        Assert.Equal([3, 1, 1, 1, 1], All.Select(member => Writes(member, "checked")));
        Assert.All((await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Clusters, cluster => Assert.Equal(1, cluster.DeliveredRevision));
    }

    [Fact]
    public async Task Check_ThatNobodyAnswers_StopsBeforeTheSecondWave()
    {
        var id = await DeliveredAsync("unknown");
        var waves = new RolloutWaves([40], 0, [new MetricCheck("max(up)", MetricComparison.AtLeast, 0)], PatienceSeconds: 1);

        var end = await estate.DeliverAsync(id, new DeliverRequest(Settings: new RolloutSettings(8, FailurePolicy.Stop, [], Waves: waves)));

        Assert.Equal(OperationState.Failed, end.Summary.State);
        Assert.StartsWith("Wave 1 did not pass: It was not known in time. max(up) >= 0: 0 of 2 clusters answered.", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal(["2", "2", "1", "1", "1"], await Texts("unknown"));
    }

    [Fact]
    public async Task Paused_StartsNothingMore_AndGoesOnWhenItIsResumed()
    {
        var id = await DeliveredAsync("paused");
        var gate = new Gate("patch", "configmaps/paused");
        estate.Sim.Cluster("a1").Faults.Add(gate);
        var operation = await estate.Delivery.DeliverAsync(
            id, new DeliverRequest(Settings: new RolloutSettings(8, FailurePolicy.Stop, [estate.Clusters["a1"]], Waves: new RolloutWaves([]))), Estate.Operator, Token);
        await UntilAsync(operation, rollout => rollout.Changes[0].State == RolloutChangeState.Started);
        await Rollouts.PauseAsync(operation, Estate.Operator, Token);
        gate.Open();
        await UntilAsync(operation, rollout => rollout.Changes[0].State == RolloutChangeState.Succeeded);

        var held = await Rollouts.GetAsync(operation, Estate.Viewer, Token);
        Assert.Equal(Estate.Operator.Name, held.PausedBy);
        Assert.All(held.Changes.Skip(1), change => Assert.Equal(RolloutChangeState.Waiting, change.State));
        Assert.Equal(["2", "1", "1", "1", "1"], await Texts("paused"));

        await Rollouts.ResumeAsync(operation, Estate.Operator, Token);

        var end = await estate.EndAsync(operation);
        Assert.True(end.Summary.State == OperationState.Succeeded, end.ErrorWhy);
        Assert.Equal(["2", "2", "2", "2", "2"], await Texts("paused"));
        var waves = (await Rollouts.GetAsync(operation, Estate.Viewer, Token)).Waves;
        Assert.All(waves, wave => Assert.Equal(WaveState.Passed, wave.State));
        Assert.Equal(new WaveCheckResult("", WaveOutcome.Passed, "1/1", ""), Assert.Single(waves[0].Results));
    }

    [Fact]
    public async Task Aborted_CancelsWhatRuns_AndBringsTheRevisionBeforeBack()
    {
        var id = await DeliveredAsync("aborted");
        var gate = new Gate("patch", "configmaps/aborted");
        estate.Sim.Cluster("a2").Faults.Add(gate);
        var operation = await estate.Delivery.DeliverAsync(
            id, new DeliverRequest(Settings: new RolloutSettings(1, FailurePolicy.Stop, [estate.Clusters["a1"]], Waves: new RolloutWaves([]))), Estate.Operator, Token);
        await UntilAsync(operation, rollout => rollout.Changes[1].State == RolloutChangeState.Started);

        await Rollouts.AbortAsync(operation, Estate.Operator, Token);
        gate.Open();

        var end = await estate.EndAsync(operation);
        Assert.Equal(OperationState.Failed, end.Summary.State);
        Assert.StartsWith($"Aborted by {Estate.Operator.Name}.", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal(["1", "1", "1", "1", "1"], await Texts("aborted"));
        Assert.Equal(1, Writes("a3", "aborted"));
    }

    /// <summary>The first revision is everywhere, and a second one is there to be delivered.</summary>
    private async Task<Guid> DeliveredAsync(string name)
    {
        var id = await estate.CreateAsync(name, ApplicationSources.On(Source(name, 1), All));
        await estate.SucceedAsync(id);
        await estate.Applications.AddRevisionAsync(id, ApplicationSources.On(Source(name, 2), All), Estate.Operator, Token);
        return id;
    }

    private static string Source(string name, int text) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata: {{text: \"{text}\"}}";

    private async Task<List<string>> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var member in All)
        {
            using var admin = estate.Admin(member);
            texts.Add((await admin.CoreV1.ReadNamespacedConfigMapAsync(name, "default", cancellationToken: Token)).Data["text"]);
        }

        return texts;
    }

    /// <summary>As the cluster has seen them.</summary>
    private int Writes(string member, string name) =>
        estate.Sim.Cluster(member).Audit.Entries().Count(entry => entry.Verb == "patch" && entry.Path.Contains($"configmaps/{name}", StringComparison.Ordinal));

    private async Task UntilAsync(Guid operation, Func<RolloutDetail, bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var changes = estate.Get<EventStream>().Subscribe([Topics.Operation], operation);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        while (!wanted(await Rollouts.GetAsync(operation, Estate.Viewer, patience.Token)) && await events.MoveNextAsync())
        {
        }
    }
}
