using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Audit;

/// <summary>
/// Links entries into a chain of hashes, and follows it. Entries are linked some seconds after their transaction, by one worker
/// at a time: were they linked within it, all acts of the portal would wait for each other.
/// </summary>
public sealed class AuditChain(IDbContextFactory<PortalDbContext> contexts, IAuditRecords records, TimeProvider time)
{
    private const int Batch = 1000;

    /// <summary>No transaction lasts as long: an entry older than those of the last link by this cannot appear any more.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    /// <summary>How long an entry may be without a link before a check calls it a fault.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>Links what is not linked. The caller sees to it that nobody else does so; if somebody does, the numbers collide and nothing is written.</summary>
    /// <returns>What was linked, for those who keep it elsewhere too.</returns>
    public async Task<IReadOnlyList<(AuditLink Link, AuditEntry Entry)>> LinkAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await db.AuditLinks.AsNoTracking().OrderByDescending(link => link.Number).Select(link => new { link.Number, link.Hash, link.EntryAt }).FirstOrDefaultAsync(cancellationToken);
        var since = last?.EntryAt - Late;
        var entries = await db.AuditEntries.AsNoTracking()
            .Where(entry => since == null || entry.At > since)
            .Where(entry => !db.AuditLinks.Any(link => link.EntryId == entry.Id))
            .OrderBy(entry => entry.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        var (number, hash) = (last?.Number ?? 0, last?.Hash ?? AuditHash.Start);
        var linked = new List<(AuditLink, AuditEntry)>(entries.Count);
        foreach (var entry in entries)
        {
            number++;
            var entryHash = AuditHash.Of(entry);
            hash = AuditHash.Of(hash, number, entryHash);
            var link = new AuditLink { Number = number, EntryId = entry.Id, EntryAt = entry.At, EntryHash = entryHash, Hash = hash };
            db.AuditLinks.Add(link);
            linked.Add((link, entry));
        }

        await db.SaveChangesAsync(cancellationToken);
        return linked;
    }

    /// <summary>Follows the chain, and records what was found.</summary>
    public async Task<AuditVerification> VerifyAsync(Actor actor, CancellationToken cancellationToken)
    {
        var found = await FollowAsync(cancellationToken);
        await records.AddAsync(
            AuditActs.Verified, AuditKinds.Trail, "", found.IsWhole ? AuditOutcomes.Done : AuditOutcomes.Failed, actor, cancellationToken,
            detail: found.Fault ?? $"{found.Links} links, {found.Unlinked} entries without one, head {found.Head}");
        return found;
    }

    private async Task<AuditVerification> FollowAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var forgottenBefore = await ForgottenBeforeAsync(cancellationToken);
        var (number, hash) = (0L, AuditHash.Start);
        long forgotten = 0;
        string? fault = null;
        while (fault is null)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var links = await db.AuditLinks.AsNoTracking().Where(link => link.Number > number).OrderBy(link => link.Number).Take(Batch).ToListAsync(cancellationToken);
            var ids = links.ConvertAll(link => link.EntryId);
            var entries = await db.AuditEntries.AsNoTracking().Where(entry => ids.Contains(entry.Id)).ToDictionaryAsync(entry => entry.Id, cancellationToken);
            foreach (var link in links)
            {
                var entry = entries.GetValueOrDefault(link.EntryId);
                fault = Fault(link, entry, number, hash, forgottenBefore);
                if (fault is not null)
                {
                    break;
                }

                forgotten += entry is null ? 1 : 0;
                (number, hash) = (link.Number, link.Hash);
            }

            if (links.Count < Batch)
            {
                break;
            }
        }

        await using var last = await contexts.CreateDbContextAsync(cancellationToken);
        var unlinked = await last.AuditEntries.LongCountAsync(entry => entry.At < now - Grace && !last.AuditLinks.Any(link => link.EntryId == entry.Id), cancellationToken);
        return new AuditVerification(number, forgotten, unlinked, fault, number == 0 ? "" : Convert.ToHexStringLower(hash), now);
    }

    private static string? Fault(AuditLink link, AuditEntry? entry, long before, byte[] hash, DateTimeOffset forgottenBefore)
    {
        if (link.Number != before + 1)
        {
            return $"Link {before + 1} is missing.";
        }

        if (!AuditHash.Of(hash, link.Number, link.EntryHash).AsSpan().SequenceEqual(link.Hash))
        {
            return $"Link {link.Number} does not follow from the one before it.";
        }

        return entry switch
        {
            null when link.EntryAt >= forgottenBefore => $"Entry {link.EntryId} of link {link.Number} is missing.",
            not null when !AuditHash.Of(entry).AsSpan().SequenceEqual(link.EntryHash) => $"Entry {link.EntryId} of link {link.Number} was changed.",
            _ => null,
        };
    }

    /// <summary>Up to when months were dropped: their entries are not missed.</summary>
    private async Task<DateTimeOffset> ForgottenBeforeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var texts = await db.AuditEntries.AsNoTracking().Where(entry => entry.Act == AuditActs.Forgot && entry.Kind == AuditKinds.Trail).Select(entry => entry.ObjectId).ToListAsync(cancellationToken);
        return texts.Select(text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.MinValue)
            .DefaultIfEmpty(DateTimeOffset.MinValue)
            .Max();
    }
}
