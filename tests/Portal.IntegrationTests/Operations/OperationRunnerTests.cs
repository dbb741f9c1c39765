using System.Collections.Concurrent;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.IntegrationTests.Operations;

public sealed class OperationRunnerTests(WorkerFixture worker) : IClassFixture<WorkerFixture>
{
    private sealed record Mark(string Value);

    [Fact]
    public async Task Target_ThreeOperations_RunOneAtATimeInOrder()
    {
        var cluster = Guid.CreateVersion7();
        var hold = new TaskCompletionSource();
        var (running, most) = (0, 0);
        var order = new ConcurrentQueue<Guid>();

        async Task Script(string name, StepContext context, CancellationToken cancellationToken)
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            order.Enqueue(context.OperationId);
            await hold.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref running);
        }

        var first = await worker.QueueAsync(Script, cluster);
        await worker.UntilAsync(first, detail => detail.Summary.State == OperationState.Running);
        var second = await worker.QueueAsync(Script, cluster);
        var third = await worker.QueueAsync(Script, cluster);
        var waiting = await worker.Operations.GetAsync(second, Actor.Portal, TestContext.Current.CancellationToken);
        hold.SetResult();

        await worker.EndAsync(third);
        Assert.Equal(first, waiting.Blocker?.Id);
        Assert.Equal([first, second, third], order);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Cancel_Running_StopsTheStep()
    {
        var id = await worker.QueueAsync((_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await worker.UntilAsync(id, detail => detail.Steps[0].State == StepState.Running);

        await worker.Operations.CancelAsync(id, Actor.Portal, TestContext.Current.CancellationToken);

        var ended = await worker.EndAsync(id);
        Assert.Equal(OperationState.Cancelled, ended.Summary.State);
        Assert.Equal(StepState.Cancelled, ended.Steps[0].State);
        Assert.Equal("portal", ended.CancelRequestedBy);
    }

    [Fact]
    public async Task Cancel_Queued_NeverRuns()
    {
        var cluster = Guid.CreateVersion7();
        var hold = new TaskCompletionSource();
        var ran = false;
        var first = await worker.QueueAsync((_, _, cancellationToken) => hold.Task.WaitAsync(cancellationToken), cluster);
        var second = await worker.QueueAsync((_, _, _) => Task.FromResult(ran = true), cluster);

        await worker.Operations.CancelAsync(second, Actor.Portal, TestContext.Current.CancellationToken);
        hold.SetResult();

        await worker.EndAsync(first);
        Assert.Equal(OperationState.Cancelled, (await worker.EndAsync(second)).Summary.State);
        Assert.False(ran);
    }

    [Fact]
    public async Task Retry_AfterFailure_GoesOnFromTheFailedStep()
    {
        var firstRuns = 0;
        var refuse = true;
        var id = await worker.QueueAsync(
            (name, _, _) =>
            {
                if (name == StepScripts.Names[0])
                {
                    firstRuns++;
                }
                else if (refuse)
                {
                    throw ProblemException.Refused("Cluster member1 refused", "It says so.", "Ask it nicely.");
                }

                return Task.CompletedTask;
            },
            steps: 2);
        var failed = await worker.EndAsync(id);
        refuse = false;

        await worker.Operations.RetryAsync(id, Actor.Portal, TestContext.Current.CancellationToken);

        var ended = await worker.EndAsync(id);
        Assert.Equal("Cluster member1 refused", failed.Summary.ErrorWhat);
        Assert.Equal("Ask it nicely.", failed.ErrorRemedy);
        Assert.Equal(OperationState.Succeeded, ended.Summary.State);
        Assert.Equal(2, ended.Attempt);
        Assert.Equal(1, firstRuns);
        Assert.Equal([1, 2], ended.Steps.Select(step => step.Attempts));
    }

    [Fact]
    public async Task Step_UnavailableOnce_IsTriedAgainFromItsCheckpoint()
    {
        string? found = null;
        var id = await worker.QueueAsync(async (_, context, cancellationToken) =>
        {
            if (context.Attempt == 1)
            {
                await context.SaveCheckpointAsync(new Mark("half"), cancellationToken);
                throw ProblemException.Unavailable("Cluster member1 is away", "No answer.", "Wait.");
            }

            found = context.Checkpoint<Mark>()?.Value;
        });

        var ended = await worker.EndAsync(id);
        Assert.Equal(OperationState.Succeeded, ended.Summary.State);
        Assert.Equal(2, ended.Steps[0].Attempts);
        Assert.Equal("half", found);
    }

    [Fact]
    public async Task Step_OverItsTimeLimit_FailsAndSaysSo()
    {
        var id = await worker.QueueAsync(
            (_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken), stepLimit: TimeSpan.FromSeconds(1));

        var ended = await worker.EndAsync(id);
        Assert.Equal(OperationState.Failed, ended.Summary.State);
        Assert.Equal("Step test.first on member1 did not end in time", ended.Summary.ErrorWhat);
    }

    [Fact]
    public async Task Operation_OverItsTimeLimit_FailsAndSaysSo()
    {
        var id = await worker.QueueAsync(
            (_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken), limit: TimeSpan.FromSeconds(1));

        var ended = await worker.EndAsync(id);
        Assert.Equal(OperationState.Failed, ended.Summary.State);
        Assert.Equal("The operation on member1 did not end in time", ended.Summary.ErrorWhat);
    }

    [Fact]
    [Trait("Attack", "3")]
    public async Task Step_ThrowsUnexpectedly_TellsAReferenceAndNoDetail()
    {
        var id = await worker.QueueAsync((_, _, _) => throw new InvalidOperationException("hunter2 in the message"));

        var ended = await worker.EndAsync(id);
        Assert.Contains("reference", ended.ErrorWhy, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", ended.ErrorWhy, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "1")]
    public async Task Secrets_InLogMessageResultAndError_AreNowhereInTheDatabase()
    {
        var canary = $"canary-{Guid.NewGuid():n}";
        var id = await worker.QueueAsync(async (_, context, cancellationToken) =>
        {
            context.Hide(canary);
            context.Info($"plain {canary} and {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("user:" + canary))}");
            await context.ReportAsync($"with {canary}", cancellationToken);
            await context.SaveCheckpointAsync(new Mark(canary), cancellationToken);
            await context.SaveResultAsync(new Mark(canary), cancellationToken);
            throw ProblemException.Refused($"Refused {canary}", canary, canary);
        });

        await worker.EndAsync(id);
        var lines = await worker.Operations.ReadLogAsync(id, 0, 100, Actor.Portal, TestContext.Current.CancellationToken);
        Assert.Contains(lines, line => line.Text.StartsWith("plain *** and ", StringComparison.Ordinal));
        Assert.Empty(await DatabaseSearch.TablesWithAsync(worker.Database.DataSource, canary));
        Assert.Empty(await DatabaseSearch.TablesWithAsync(worker.Database.DataSource, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(canary))[..20]));
    }

    [Fact]
    [Trait("Attack", "26")]
    public async Task Lease_TakenByAnother_OldRunWritesNothingMore()
    {
        var taken = new TaskCompletionSource();
        Exception? refused = null;
        var id = await worker.QueueAsync(async (_, context, cancellationToken) =>
        {
            if (context.Attempt > 1)
            {
                return;
            }

            await taken.Task;
            refused = await Record.ExceptionAsync(() => context.SaveCheckpointAsync(new Mark("too late"), CancellationToken.None));
            context.Info("too late");
            throw ProblemException.Refused("too late", "too late", "too late");
        });
        await worker.UntilAsync(id, detail => detail.Steps[0].State == StepState.Running);
        await using (var steal = worker.Database.DataSource.CreateCommand(
            "UPDATE operations SET lease_generation = lease_generation + 1, lease_owner = 'another', lease_until = clock_timestamp() WHERE id = @id"))
        {
            steal.Parameters.Add(new NpgsqlParameter("id", id));
            await steal.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        taken.SetResult();

        var ended = await worker.EndAsync(id);
        var lines = await worker.Operations.ReadLogAsync(id, 0, 100, Actor.Portal, TestContext.Current.CancellationToken);
        Assert.IsType<OperationCanceledException>(refused, exactMatch: false);
        Assert.Equal(OperationState.Succeeded, ended.Summary.State);
        Assert.Equal(2, ended.Steps[0].Attempts);
        Assert.DoesNotContain(lines, line => line.Text.Contains("too late", StringComparison.Ordinal));
        Assert.Empty(await DatabaseSearch.TablesWithAsync(worker.Database.DataSource, "too late"));
    }

    [Fact]
    public async Task Worker_Stops_OperationIsGivenBackAndGoesOn()
    {
        using var second = await worker.StartWorkerAsync();
        var started = new SemaphoreSlim(0);
        var go = new TaskCompletionSource();
        var ids = new List<Guid>();
        for (var i = 0; i < 12; i++)
        {
            // More than one worker runs at once, so that the one that stops has some.
            ids.Add(await worker.QueueAsync(async (_, _, cancellationToken) =>
            {
                started.Release();
                await go.Task.WaitAsync(cancellationToken);
            }));
        }

        for (var i = 0; i < 12; i++)
        {
            await started.WaitAsync(WorkerFixture.Patience, TestContext.Current.CancellationToken);
        }

        await second.StopAsync(TestContext.Current.CancellationToken);
        go.SetResult();

        foreach (var id in ids)
        {
            Assert.Equal(OperationState.Succeeded, (await worker.EndAsync(id)).Summary.State);
        }
    }
}
