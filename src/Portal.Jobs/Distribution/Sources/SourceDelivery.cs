using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution.Sources;

/// <summary>Delivers a revision that a source has brought, where that is wanted. What holds it back is kept, and tried again at each look.</summary>
internal sealed class SourceDelivery(IDbContextFactory<PortalDbContext> contexts, IApplicationDelivery delivery)
{
    public async Task DeliverAsync(Guid applicationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ApplicationSources.AsNoTracking().Where(row => row.ApplicationId == applicationId).Select(row => row.Undelivered).SingleOrDefaultAsync(cancellationToken) is not { } number)
        {
            return;
        }

        Problem? held = null;
        try
        {
            await delivery.DeliverAsync(applicationId, new DeliverRequest(number), Actor.Portal, cancellationToken);
        }
        catch (ProblemException error)
        {
            held = error.Problem;
        }

        var row = await db.ApplicationSources.SingleOrDefaultAsync(one => one.ApplicationId == applicationId && one.Undelivered == number, cancellationToken);
        if (row is not null)
        {
            (row.Undelivered, row.DeliveryFailure) = (held is null ? null : number, held);
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
