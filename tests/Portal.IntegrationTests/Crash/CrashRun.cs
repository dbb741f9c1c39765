using ClusterSim.Control;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Crash;

/// <summary>One operation, held at one point while the process that runs it crashes.</summary>
internal sealed class CrashRun(CrashEstate estate, CrashPoint point, Subject subject)
{
    private Gate? _gate;
    private Gate? _waits;
    private long? _commit;
    private bool _ended;
    private IReadOnlyList<OperationStep> _steps = [];
    private IReadOnlyList<OperationLogLine> _log = [];

    public CrashPoint Point { get; } = point;

    public Subject Subject { get; set; } = subject;

    /// <summary>The step that it is to fail at in the end, with all before it done; null for one that is to succeed.</summary>
    public string? FailsAt { get; init; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>From now on the operation stops at the point.</summary>
    public async Task ArmAsync()
    {
        switch (Point)
        {
            case AtRequest request:
                _gate = new Gate(request.Verb, request.Path, request.AfterEffect);
                estate.Sim.Cluster(Subject.Member).Faults.Add(_gate);
                break;
            case AtCommit commit:
                if (commit.Waits is { } waits)
                {
                    _waits = new Gate(waits.Verb, waits.Path, waits.AfterEffect);
                    estate.Sim.Cluster(Subject.Member).Faults.Add(_waits);
                }

                _commit = await estate.Commits.HoldAsync(Subject.ClusterId, commit.Moment, Token);
                break;
            case AtStep step:
                _commit = await estate.Commits.HoldAsync(Subject.ClusterId, $"{step.Step} Running", Token);
                break;
        }
    }

    /// <summary>Returns when all are held at their points at the same time.</summary>
    public static async Task HeldAsync(CrashEstate estate, IReadOnlyCollection<CrashRun> runs)
    {
        await AwaitAsync(estate, runs, (run, waiting) => run._waits is { } waits ? waits.Waiting > 0 : run.IsHeld(waiting));
        foreach (var run in runs)
        {
            run._waits?.Open();
        }

        await AwaitAsync(estate, runs, (run, waiting) => run.IsHeld(waiting));
    }

    /// <summary>What is stored of the operation now must be there in the end.</summary>
    public async Task RememberAsync()
    {
        await using var db = await OpenAsync();
        _steps = await db.OperationSteps.AsNoTracking().Where(step => step.OperationId == Subject.OperationId).ToListAsync(Token);
        _log = await ReadLogAsync(db);
    }

    /// <summary>After a crash of the database, which has cut every write that was held.</summary>
    public void Resume() => _gate?.Open();

    /// <summary>After the crash: what was held has either happened, or never will.</summary>
    public async Task ReleaseAsync()
    {
        _gate?.Open();
        if (_commit is { } key)
        {
            await (((AtCommit)Point).Kept ? estate.Commits.OpenAsync(key, Token) : estate.Commits.CutAsync(key, Token));
        }
    }

    /// <summary>Ended as it should; nothing that was stored is lost, and no step that had ended ran again. Null, or what is wrong.</summary>
    private async Task<string?> JudgeAsync(Func<CrashRun, Task> judge)
    {
        try
        {
            var end = await estate.EndAsync(Subject.OperationId);
            Assert.Equal(FailsAt is null ? OperationState.Succeeded : OperationState.Failed, end.Summary.State);
            Assert.All(end.Steps.TakeWhile(step => step.Name != FailsAt), step => Assert.True(step.State is StepState.Succeeded or StepState.Skipped, $"{step.Name} is {step.State}"));
            await using var db = await OpenAsync();
            var steps = await db.OperationSteps.AsNoTracking().Where(step => step.OperationId == Subject.OperationId).ToDictionaryAsync(step => step.Ordinal, Token);
            var log = await ReadLogAsync(db);
            Assert.Equal(_log, log.Where(line => _log.Any(old => old.Sequence == line.Sequence)), LogLineComparer.Instance);
            Assert.Equal(log.Count, log.Select(line => (line.Step, line.At)).Distinct().Count());
            foreach (var ended in _steps.Where(step => step.State is StepState.Succeeded or StepState.Skipped))
            {
                var now = steps[ended.Ordinal];
                Assert.Equal((ended.Attempts, ended.StartedAt, ended.EndedAt), (now.Attempts, now.StartedAt, now.EndedAt));
                Assert.Equal(_log.Count(line => line.Step == ended.Ordinal), log.Count(line => line.Step == ended.Ordinal));
            }

            await judge(this);
            return null;
        }
        catch (Exception wrong) when (!Token.IsCancellationRequested)
        {
            return $"{Point.Name} ({Subject.Member}): {wrong.Message}\n{await estate.DescribeAsync(Subject.OperationId)}";
        }
    }

    private static async Task AwaitAsync(CrashEstate estate, IReadOnlyCollection<CrashRun> runs, Func<CrashRun, HashSet<long>, bool> isThere)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        List<CrashRun> missing = [];
        try
        {
            // Neither locks nor held requests can be listened to.
            do
            {
                await Task.Delay(50, patience.Token);
                var waiting = await estate.Commits.WaitingAsync(patience.Token);
                foreach (var run in runs)
                {
                    await run.EnterStepAsync(waiting);
                }

                missing = [.. runs.Where(run => !isThere(run, waiting))];
            }
            while (missing.Count > 0);
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            var first = missing[0];
            throw new TimeoutException(
                $"Not held: {string.Join("; ", missing.Select(run => run.Point.Name))}.\n{await estate.DescribeAsync(first.Subject.OperationId)}\n"
                + string.Join('\n', estate.Sim.Cluster(first.Subject.Member).Audit.Entries()));
        }
    }

    /// <summary>What went wrong, one text for each operation that did not end as it should.</summary>
    public static async Task<List<string>> JudgeAsync(IReadOnlyList<CrashRun> runs, Func<CrashRun, Task> judge)
    {
        var verdicts = new List<string>();
        foreach (var run in runs)
        {
            if (await run.JudgeAsync(judge) is { } wrong)
            {
                verdicts.Add(wrong);
            }
        }

        return verdicts;
    }

    /// <summary>The step begins: from now on its requests are held. The commit is not, as the lease is renewed in its row.</summary>
    private async Task EnterStepAsync(HashSet<long> waiting)
    {
        if (Point is AtStep step && _gate is null && _commit is { } key && waiting.Contains(key))
        {
            _gate = step.Request is { } request ? new Gate(request.Verb, request.Path, request.AfterEffect)
                : step.Written ? new Gate("create|patch|update|delete", ".*", afterEffect: true) : new Gate(".*", ".*");
            estate.Sim.Cluster(Subject.Member).Faults.Add(_gate);
            await estate.Commits.OpenAsync(key, Token);
            _commit = null;
        }

        // A step that reads only cannot be held at a write: it has ended, as it must.
        _ended = Point is AtStep && _gate is { Waiting: 0 }
            && (await estate.Get<IOperations>().GetAsync(Subject.OperationId, Estate.Viewer, Token)).Summary.State is not (OperationState.Queued or OperationState.Running);
    }

    private bool IsHeld(HashSet<long> waiting) => _ended || (_gate is { } gate ? gate.Waiting > 0 : Point is not AtStep && waiting.Contains(_commit!.Value));

    private Task<PortalDbContext> OpenAsync() => estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);

    private Task<List<OperationLogLine>> ReadLogAsync(PortalDbContext db) => db.OperationLog.AsNoTracking()
        .Where(line => line.OperationId == Subject.OperationId).OrderBy(line => line.Sequence).ToListAsync(Token);

    private sealed class LogLineComparer : IEqualityComparer<OperationLogLine>
    {
        public static LogLineComparer Instance { get; } = new();

        public bool Equals(OperationLogLine? x, OperationLogLine? y) => x?.Sequence == y?.Sequence && x?.Text == y?.Text && x?.Step == y?.Step;

        public int GetHashCode(OperationLogLine line) => line.Sequence.GetHashCode();
    }
}
