using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Rollouts;

namespace Portal.Core.Operations;

internal sealed class OperationService(
    ActorContexts contexts,
    IValidator<OperationQuery> queries,
    OperationChanges changes,
    RolloutAccess rollouts) : IOperations
{
    private const int LongestRead = 5_000;

    public async Task<Page<OperationSummary>> ListAsync(OperationQuery query, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewOperations, cancellationToken);
        queries.Demand(query, "The operations cannot be listed");
        var items = await db.Operations.AsNoTracking().Where(query)
            .OrderByDescending(operation => operation.Id).Take(query.Take + 1)
            .Select(OperationProjections.Summary).ToListAsync(cancellationToken);
        if (items.Count <= query.Take)
        {
            return new Page<OperationSummary>(items, null, null);
        }

        items.RemoveAt(query.Take);
        return new Page<OperationSummary>(items, null, items[^1].Id.ToString());
    }

    public async Task<OperationDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewOperations, cancellationToken);
        return await OperationReader.ReadAsync(db, id, cancellationToken);
    }

    public async Task<IReadOnlyList<OperationLogLine>> ReadLogAsync(
        Guid id, long after, int take, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewOperations, cancellationToken);
        if (take is < 1 or > LongestRead)
        {
            throw ProblemException.Invalid(
                "The log cannot be read", $"take is between 1 and {LongestRead}.", "Ask for fewer lines, and page on.", "take");
        }

        var lines = await db.OperationLog.AsNoTracking()
            .Where(line => line.OperationId == id && line.Sequence > after)
            .OrderBy(line => line.Sequence).Take(take).ToListAsync(cancellationToken);
        return lines.Count > 0 || await db.Operations.AnyAsync(operation => operation.Id == id, cancellationToken)
            ? lines
            : throw OperationReader.Unknown();
    }

    public async Task CancelAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await DemandAsync(id, actor, cancellationToken);
        await changes.CancelAsync(id, actor, cancellationToken);
    }

    public async Task RetryAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await DemandAsync(id, actor, cancellationToken);
        await changes.RetryAsync(id, actor, cancellationToken);
    }

    // What follows of it in other tables is not the actor's to see: the change itself is made over everything.
    private async Task DemandAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.RunOperations, cancellationToken);
        var operation = await db.Operations.Where(operation => operation.Id == id).Select(operation => new { operation.ClusterId })
            .SingleOrDefaultAsync(cancellationToken) ?? throw OperationReader.Unknown();

        if (operation.ClusterId is null)
        {
            await rollouts.DemandAsync(id, actor, cancellationToken);
        }
    }
}
