using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Audit;

internal sealed class AuditRecords(IDbContextFactory<PortalDbContext> contexts) : IAuditRecords
{
    private const int MaxText = 200;
    private const int MaxDetail = 2000;

    public async Task AddAsync(
        string act, string kind, string objectName, string outcome, Actor? actor, CancellationToken cancellationToken,
        string name, string address, string objectId, string detail, Permission? permission)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AuditEntries.Add(new AuditEntry
        {
            ActorId = actor?.Id,
            ActorName = Bounded(actor?.Name ?? name, MaxText),
            TokenId = actor?.TokenId,
            Address = actor?.Address ?? address,
            Permission = permission?.ToString() ?? "",
            Act = act,
            Kind = kind,
            ObjectId = Bounded(objectId, MaxText),
            ObjectName = Bounded(objectName, MaxText),
            Outcome = outcome,
            Detail = Bounded(detail, MaxDetail),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>What somebody typed may hold what PostgreSQL takes in no text, and must not fill the table.</summary>
    private static string Bounded(string text, int length)
    {
        var clean = text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;
        return clean.Length <= length ? clean : clean[..length];
    }
}
