using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Data;
using Portal.Core.Distribution.Karmada;

namespace Portal.Jobs.Distribution.Karmada;

/// <summary>Keeps what Karmada says of an application on its members. Members that have nothing of it any more are forgotten.</summary>
internal sealed class MemberStore(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock)
{
    public async Task<IReadOnlyList<string>> NamesAsync(Guid application, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ApplicationMembers.Where(row => row.ApplicationId == application).Select(row => row.Member).ToListAsync(cancellationToken);
    }

    /// <param name="application">Its id.</param>
    /// <param name="found">What is said of each object, and the object's key in the source.</param>
    /// <param name="members">All members, by name.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task SaveAsync(
        Guid application, IReadOnlyList<(string Key, CarriedFinding Finding)> found, IReadOnlyDictionary<string, MemberReach> members, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.ApplicationMembers.Where(row => row.ApplicationId == application).ToDictionaryAsync(row => row.Member, cancellationToken);
        var now = clock.GetUtcNow();
        foreach (var member in found.Where(one => one.Finding.Member.Length > 0).GroupBy(one => one.Finding.Member))
        {
            if (!rows.Remove(member.Key, out var row))
            {
                row = new ApplicationMember { ApplicationId = application, Member = member.Key };
                db.ApplicationMembers.Add(row);
            }

            row.CheckedAt = now;
            row.Reason = Cut(members.GetValueOrDefault(member.Key)?.Problem ?? "");
            row.Objects = [.. member.Select(one => one.Finding.Subject with { Reason = Cut(one.Finding.Subject.Reason) })];
            row.Replicas = member.Where(one => one.Finding.Replicas is not null).ToDictionary(one => one.Key, one => one.Finding.Replicas!.Value);
        }

        db.ApplicationMembers.RemoveRange(rows.Values);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsReferenceViolation()
            || error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another has looked at the same moment, or the application is gone: what it wrote is as new.
        }
    }

    private static string Cut(string reason) => reason.Length > 2000 ? reason[..2000] : reason;
}
