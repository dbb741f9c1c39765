using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.IntegrationTests.Operations;

namespace Portal.IntegrationTests.Rollouts;

/// <summary>The real driver of rollouts and the real worker, with changes that do what each test says.</summary>
public sealed class RolloutTests(WorkerFixture worker) : IClassFixture<WorkerFixture>
{

    private readonly string _test = Guid.NewGuid().ToString("n")[..8];

    private ScriptedRollout Script => (ScriptedRollout)worker.Services.GetRequiredKeyedService<IRolloutStarter>(ScriptedRollout.Kind);

    private IRollouts Rollouts => worker.Services.GetRequiredService<IRollouts>();

    [Fact]
    public async Task Rollout_AllSucceed_KeepsTheOrderOfNeeds()
    {
        var id = await RollOutAsync(RolloutSettings.Default, ("a", 1, []), ("b", 2, [0]), ("c", 1, [1]));

        var ended = await worker.EndAsync(id);

        Assert.Equal(OperationState.Succeeded, ended.Summary.State);
        Assert.Equal((3, 3), (ended.Summary.StepsDone, ended.Summary.Steps));
        Assert.Equal(["a", "b", "c"], Ran());
    }

    [Fact]
    public async Task Rollout_OneFails_StopsSaysWhich_AndARetryGoesOnWithTheRest()
    {
        var broken = true;
        Fail("b", () => broken);
        var id = await RollOutAsync(new RolloutSettings(1, FailurePolicy.Stop, []), ("a", 1, []), ("b", 2, []), ("c", 3, []));

        var failed = await worker.EndAsync(id);
        Assert.Equal(OperationState.Failed, failed.Summary.State);
        Assert.Equal("Test on 3 clusters: 2 of 3 changes did not succeed", failed.Summary.ErrorWhat);
        Assert.Contains($"{_test}-b on member2: It is broken", failed.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], Ran());

        broken = false;
        await worker.Operations.RetryAsync(id, Actor.Portal, TestContext.Current.CancellationToken);

        var ended = await worker.EndAsync(id);
        Assert.Equal(OperationState.Succeeded, ended.Summary.State);
        Assert.Equal(["a", "b", "b", "c"], Ran());
    }

    [Fact]
    public async Task Rollout_OneFailsWithContinue_OnlyWhatNeedsItIsSkipped()
    {
        Fail("a", () => true);
        var id = await RollOutAsync(new RolloutSettings(1, FailurePolicy.Continue, []), ("a", 1, []), ("b", 1, [0]), ("c", 2, []));

        Assert.Equal(OperationState.Failed, (await worker.EndAsync(id)).Summary.State);

        var states = (await Rollouts.GetAsync(id, Actor.Portal, TestContext.Current.CancellationToken)).Changes.Select(change => change.State);
        Assert.Equal([RolloutChangeState.Failed, RolloutChangeState.Skipped, RolloutChangeState.Succeeded], states);
    }

    [Fact]
    public async Task Rollout_OneFailsWithRollBack_TakesBackTheLastFirst_AndARetryBeginsAnew()
    {
        var broken = true;
        Fail("c", () => broken);
        var id = await RollOutAsync(new RolloutSettings(1, FailurePolicy.RollBack, []), ("a", 1, []), ("b", 1, [0]), ("c", 1, [1]));

        var failed = await worker.EndAsync(id);
        Assert.Equal("All that was changed is taken back. Mend the cause, and retry: it begins anew.", failed.ErrorRemedy);
        Assert.Equal(["a", "b", "c", "undo c", "undo b", "undo a"], Ran());

        broken = false;
        await worker.Operations.RetryAsync(id, Actor.Portal, TestContext.Current.CancellationToken);

        Assert.Equal(OperationState.Succeeded, (await worker.EndAsync(id)).Summary.State);
        Assert.Equal(["a", "b", "c"], Ran()[^3..]);
    }

    [Fact]
    public async Task Rollout_Cancelled_StopsWhatRunsAndStartsNothingElse()
    {
        var running = new TaskCompletionSource();
        Script.On(Subject("a"), async token =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var id = await RollOutAsync(new RolloutSettings(1, FailurePolicy.Stop, []), ("a", 1, []), ("b", 2, []));
        await running.Task.WaitAsync(WorkerFixture.Patience, TestContext.Current.CancellationToken);

        await worker.Operations.CancelAsync(id, Actor.Portal, TestContext.Current.CancellationToken);

        Assert.Equal(OperationState.Cancelled, (await worker.EndAsync(id)).Summary.State);
        Assert.Equal(["a"], Ran());
    }

    [Fact]
    public async Task Rollout_CanaryGiven_GoesBeforeTheRest()
    {
        var canary = Cluster(3);
        var id = await RollOutAsync(
            new RolloutSettings(5, FailurePolicy.Stop, [canary]), ("a", 1, []), ("b", 2, []), ("c", 3, []));

        Assert.Equal(OperationState.Succeeded, (await worker.EndAsync(id)).Summary.State);
        Assert.Equal("c", Ran()[0]);
    }

    [Fact]
    public void Rollout_CanaryThatIsNotChanged_IsRefused()
    {
        var refused = Assert.Throws<ProblemException>(() => Add(new RolloutSettings(5, FailurePolicy.Stop, [Guid.NewGuid()]), ("a", 1, [])));

        Assert.Equal("canaries", refused.Problem.Field);
    }

    private string Subject(string name) => $"{_test}-{name}";

    private Guid Cluster(int number) => new(number, 0, 0, Convert.FromHexString(_test + "00000000"));

    private void Fail(string subject, Func<bool> isBroken) => Script.On(Subject(subject), _ => isBroken()
        ? throw ProblemException.Refused("It is broken", "The test says so.", "Mend it.")
        : Task.CompletedTask);

    private List<string> Ran() => [.. Script.Started.Where(subject => subject.Contains(_test, StringComparison.Ordinal))
        .Select(subject => subject.Replace($"{_test}-", "", StringComparison.Ordinal))];

    private async Task<Guid> RollOutAsync(RolloutSettings settings, params (string Subject, int Cluster, int[] Needs)[] changes)
    {
        var (db, id) = Add(settings, changes);
        await using (db)
        {
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        return id;
    }

    private (Core.Data.PortalDbContext Db, Guid Id) Add(RolloutSettings settings, params (string Subject, int Cluster, int[] Needs)[] changes)
    {
        var db = worker.Database.Contexts.CreateDbContext();
        var request = new RolloutRequest(OperationKinds.ApplyComponents, $"Test on {changes.Length} clusters", null,
            [.. changes.Select(change => new RequestedChange(
                Cluster(change.Cluster), $"member{change.Cluster}", Subject(change.Subject), ScriptedRollout.Kind, change.Needs, null, null))],
            settings);
        return (db, worker.Services.GetRequiredService<RolloutWriter>().Add(db, request, Actor.Portal).Id);
    }
}
