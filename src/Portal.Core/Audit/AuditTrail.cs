using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Audit;

internal sealed class AuditTrail(IDbContextFactory<PortalDbContext> contexts, AuditChain chain, IAuditRecords records) : IAuditTrail
{
    private const int MaxTake = 200;
    private const int Batch = 1000;

    public async Task<Page<AuditEntry>> SearchAsync(AuditQuery query, int take, string? after, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewAudit);
        if (take is < 1 or > MaxTake)
        {
            throw ProblemException.Invalid("The audit trail was not read", $"{take} entries cannot be asked for at once.", $"Ask for 1 to {MaxTake}.", "take");
        }

        Check(query);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = Filter(db, query);
        if (after is not null)
        {
            var before = Number(after);
            found = found.Where(entry => entry.Id < before);
        }

        var entries = await found.OrderByDescending(entry => entry.Id).Take(take + 1).ToListAsync(cancellationToken);
        var next = entries.Count > take ? entries[take - 1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return new Page<AuditEntry>(entries.Count > take ? entries[..take] : entries, null, next);
    }

    public async Task<IAsyncEnumerable<AuditEntry>> ExportAsync(AuditQuery query, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewAudit);
        Check(query);
        await records.AddAsync(AuditActs.Exported, AuditKinds.Trail, "", AuditOutcomes.Done, actor, cancellationToken, permission: Permission.ViewAudit);
        return ReadAsync(query, cancellationToken);
    }

    private async IAsyncEnumerable<AuditEntry> ReadAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // In batches: neither the portal's memory nor a transaction holds all of it.
        for (long last = 0; ;)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var batch = await Filter(db, query).Where(entry => entry.Id > last).OrderBy(entry => entry.Id).Take(Batch).ToListAsync(cancellationToken);
            foreach (var entry in batch)
            {
                yield return entry;
            }

            if (batch.Count < Batch)
            {
                yield break;
            }

            last = batch[^1].Id;
        }
    }

    public async Task<IReadOnlyList<string>> ListKindsAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewAudit);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<string>(
            $"""
            WITH RECURSIVE kinds AS (
                (SELECT kind FROM audit_entries ORDER BY kind LIMIT 1)
                UNION ALL
                SELECT (SELECT kind FROM audit_entries WHERE kind > kinds.kind ORDER BY kind LIMIT 1) FROM kinds WHERE kinds.kind IS NOT NULL)
            SELECT kind AS "Value" FROM kinds WHERE kind IS NOT NULL
            """).ToListAsync(cancellationToken);
    }

    public async Task<AuditVerification> VerifyAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewAudit);
        return await chain.VerifyAsync(actor, cancellationToken);
    }

    private static void Check(AuditQuery query)
    {
        // PostgreSQL has no text with it, so nothing is found by it.
        if (new[] { query.Actor, query.ObjectId, query.Search }.Concat(query.Acts).Concat(query.Kinds).Concat(query.Outcomes).Any(text => text?.Contains('\0', StringComparison.Ordinal) == true))
        {
            throw ProblemException.Invalid("The audit trail was not read", "A filter has the character U+0000.", "Leave it out.");
        }
    }

    private static IQueryable<AuditEntry> Filter(PortalDbContext db, AuditQuery query)
    {
        var entries = db.AuditEntries.AsNoTracking();
        entries = query.Actor is { } actor ? entries.Where(entry => entry.ActorName == actor) : entries;
        entries = query.Acts.Count > 0 ? entries.Where(entry => query.Acts.Contains(entry.Act)) : entries;
        entries = query.Kinds.Count > 0 ? entries.Where(entry => query.Kinds.Contains(entry.Kind)) : entries;
        entries = query.ObjectId is { } id ? entries.Where(entry => entry.ObjectId == id) : entries;
        entries = query.Outcomes.Count > 0 ? entries.Where(entry => query.Outcomes.Contains(entry.Outcome)) : entries;
        entries = query.OperationId is { } operation ? entries.Where(entry => entry.OperationId == operation) : entries;
        entries = query.From is { } from ? entries.Where(entry => entry.At >= from.ToUniversalTime()) : entries;
        entries = query.To is { } to ? entries.Where(entry => entry.At < to.ToUniversalTime()) : entries;
        if (query.Search.Trim() is { Length: > 0 } search)
        {
            var pattern = SearchPattern.Containing(search);
            entries = entries.Where(entry =>
                EF.Functions.ILike(entry.ObjectName, pattern) || EF.Functions.ILike(entry.ObjectId, pattern) || EF.Functions.ILike(entry.ActorName, pattern));
        }

        return entries;
    }

    private static long Number(string after) => long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw ProblemException.Invalid("The audit trail was not read", "The place to go on from is not one that was given.", "Begin with the first page.", "after");
}
