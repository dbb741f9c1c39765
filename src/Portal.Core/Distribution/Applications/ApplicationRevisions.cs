using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Sources;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Distribution.Applications;

/// <summary>Makes revisions, whether a person or a source brings the manifests.</summary>
public sealed class ApplicationRevisions(SecretProtector protector, TimeProvider clock)
{
    /// <summary>Adds the next revision and saves it, with whatever else the context holds.</summary>
    public async Task<ApplicationRevision> AddAsync(
        PortalDbContext db, Application application, ApplicationContent content, ManifestSource source, SourceOrigin? origin, Actor actor,
        CancellationToken cancellationToken)
    {
        application.LatestRevision++;
        var revision = Make(application.Id, application.LatestRevision, content, source, actor, origin);
        db.ApplicationRevisions.Add(revision);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw ProblemException.Conflict($"The application {application.Name} was changed by somebody else",
                "What you saw is no longer what is stored.", "Load it again, look at the change, and make yours on top.");
        }

        return revision;
    }

    /// <summary>
    /// The origin of a revision that a person makes: that of the newest one while the manifests stay. Where a source brings
    /// them, a person may change the rest alone.
    /// </summary>
    public async Task<SourceOrigin?> FindOriginAsync(PortalDbContext db, Application application, string manifests, CancellationToken cancellationToken)
    {
        var newest = await db.ApplicationRevisions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.ApplicationId == application.Id && row.Number == application.LatestRevision, cancellationToken);
        if (newest is not null && Open(newest) == manifests)
        {
            return newest.Origin;
        }

        return await db.ApplicationSources.AnyAsync(row => row.ApplicationId == application.Id, cancellationToken)
            ? throw ProblemException.Conflict($"The manifests of {application.Name} cannot be changed here", "They come from its source, and the next sync would bring them back.",
                "Change them where they are kept, or remove the source first.", "source")
            : null;
    }

    /// <summary>The manifests of a revision.</summary>
    public string Open(ApplicationRevision revision) => protector.Unprotect(SecretProtector.ApplicationSource, revision.ProtectedSource);

    internal ApplicationRevision Make(Guid id, int number, ApplicationContent content, ManifestSource source, Actor actor, SourceOrigin? origin = null) => new()
    {
        ApplicationId = id,
        Number = number,
        ProtectedSource = protector.Protect(SecretProtector.ApplicationSource, content.Source),
        Objects = [.. source.Objects.Select(item => $"{item.Item.ApiVersion} {item.Item.Label}")],
        Policy = content.Policy,
        Note = content.Note,
        Origin = origin,
        CreatedAt = clock.GetUtcNow(),
        CreatedBy = actor.Name,
    };
}
