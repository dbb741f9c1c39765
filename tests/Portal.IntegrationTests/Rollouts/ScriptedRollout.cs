using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;
using Portal.IntegrationTests.Operations;

namespace Portal.IntegrationTests.Rollouts;

/// <summary>Starts the changes of a test's rollout as operations whose one step does what the test says.</summary>
internal sealed class ScriptedRollout(
    IDbContextFactory<PortalDbContext> contexts, OperationWriter writer, IOperations operations, StepScripts scripts) : IRolloutStarter
{
    public const string Kind = "test.change";

    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task>> _work = new();

    /// <summary>The subjects in the order in which they started.</summary>
    public ConcurrentQueue<string> Started { get; } = new();

    /// <summary>What the changes of a subject do; taking one back is the subject "undo {subject}".</summary>
    public void On(string subject, Func<CancellationToken, Task> work) => _work[subject] = work;

    public async Task<Problem?> StartAsync(RolloutChange change, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var there = await db.Operations.AsNoTracking().SingleOrDefaultAsync(operation => operation.Id == change.OperationId, cancellationToken);
        if (there is { State: OperationState.Failed or OperationState.Cancelled })
        {
            await operations.RetryAsync(change.OperationId, Actor.Portal, cancellationToken);
        }

        if (there is not null)
        {
            return null;
        }

        scripts.Add(change.OperationId, async (_, _, token) =>
        {
            Started.Enqueue(change.Subject);
            await (_work.TryGetValue(change.Subject, out var work) ? work(token) : Task.CompletedTask);
        });
        writer.Add(db, new OperationPlan(
            "test.kind", change.ClusterId, change.ClusterName, null, [new StepPlan(StepScripts.Names[0], TimeSpan.FromMinutes(1))],
            TimeSpan.FromMinutes(2), Id: change.OperationId), actor);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>What is said of a subject between waves; what is not in it is ready.</summary>
    public ConcurrentDictionary<string, ChangeReadiness> Readiness { get; } = new();

    public Task<ChangeReadiness> LookAsync(RolloutChange change, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult(Readiness.GetValueOrDefault(change.Subject, ChangeReadiness.Ready));

    public Task<RolloutChange?> UndoAsync(RolloutChange change, int ordinal, int[] needs, CancellationToken cancellationToken) =>
        Task.FromResult<RolloutChange?>(new RolloutChange
        {
            RolloutId = change.RolloutId,
            Ordinal = ordinal,
            ClusterId = change.ClusterId,
            ClusterName = change.ClusterName,
            Subject = $"undo {change.Subject}",
            Kind = Kind,
            Stage = RolloutStage.Undo,
            Needs = needs,
            OperationId = Guid.CreateVersion7(),
        });
}
