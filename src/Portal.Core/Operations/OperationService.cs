using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Operations;

internal sealed class OperationService(
    IDbContextFactory<PortalDbContext> contexts,
    IValidator<OperationQuery> queries,
    OperationChanges changes) : IOperations
{
    private const int LongestRead = 5_000;

    public async Task<Page<OperationSummary>> ListAsync(OperationQuery query, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewOperations);
        queries.Demand(query, "The operations cannot be listed");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
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
        AccessPolicy.Demand(actor, Permission.ViewOperations);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OperationReader.ReadAsync(db, id, cancellationToken);
    }

    public async Task<IReadOnlyList<OperationLogLine>> ReadLogAsync(
        Guid id, long after, int take, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewOperations);
        if (take is < 1 or > LongestRead)
        {
            throw ProblemException.Invalid(
                "The log cannot be read", $"take is between 1 and {LongestRead}.", "Ask for fewer lines, and page on.", "take");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = await db.OperationLog.AsNoTracking()
            .Where(line => line.OperationId == id && line.Sequence > after)
            .OrderBy(line => line.Sequence).Take(take).ToListAsync(cancellationToken);
        return lines.Count > 0 || await db.Operations.AnyAsync(operation => operation.Id == id, cancellationToken)
            ? lines
            : throw OperationReader.Unknown();
    }

    public async Task CancelAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.RunOperations);
        await changes.CancelAsync(id, actor, cancellationToken);
    }

    public async Task RetryAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.RunOperations);
        await changes.RetryAsync(id, actor, cancellationToken);
    }
}
