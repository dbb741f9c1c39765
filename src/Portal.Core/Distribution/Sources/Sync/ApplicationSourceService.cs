using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Namespaces.Delivery;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Sources.Sync;

internal sealed class ApplicationSourceService(
    ActorContexts contexts, IDbContextFactory<PortalDbContext> everything, SourceSecretBox box, IValidator<SourceRequest> requests, TimeProvider clock) : IApplicationSources
{
    private const string Unset = "The source cannot be set";

    public async Task<ApplicationSourceView?> FindAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        if (await db.ApplicationSources.AsNoTracking().SingleOrDefaultAsync(row => row.ApplicationId == applicationId, cancellationToken) is not { } row)
        {
            return null;
        }

        var team = await db.Applications.Where(one => one.Id == applicationId).Select(one => one.Fleet!.TeamId).SingleOrDefaultAsync(cancellationToken);
        return View(row, AccessPolicy.AllowsIn(actor, Permission.ManageApplications, team));
    }

    public async Task<ApplicationSourceView> SetAsync(Guid applicationId, SourceRequest request, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        requests.Demand(request, Unset);
        var row = await db.ApplicationSources.SingleOrDefaultAsync(one => one.ApplicationId == applicationId, cancellationToken);
        if (row is null)
        {
            var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(one => one.Id == applicationId, cancellationToken)
                ?? throw ApplicationService.Unknown();
            await NamespaceApplications.DemandFreeAsync(db, application, cancellationToken);
        }

        if (row is null)
        {
            row = Add(db, applicationId, request, null);
        }
        else
        {
            var texts = SourceSecretBox.Merge(request, row.Definition, box.Open(row), Unset);
            (row.Definition, row.ProtectedSecrets, row.Mark) = (request.Definition, box.Close(texts), "");
            Ask(db, row);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.IsReferenceViolation())
        {
            throw ApplicationService.Unknown();
        }
        catch (DbUpdateException error) when (error.IsTaken("ix_application_sources_application_id"))
        {
            throw ProblemException.Conflict(Unset, "Somebody else has just given the application a source.", "Load the page again.");
        }

        return View(row, mayManage: true);
    }

    public async Task RemoveAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        if (await db.Applications.AnyAsync(row => row.Id == applicationId && row.LatestRevision == 0, cancellationToken))
        {
            throw ProblemException.Conflict("The source cannot be removed", "The application has no revision yet: there would be nothing left of it.", "Wait for a good sync, or delete the application.");
        }

        if (await db.ApplicationSources.Where(row => row.ApplicationId == applicationId).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw Missing();
        }
    }

    public async Task<ApplicationSourceView> SyncAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        var row = await db.ApplicationSources.SingleOrDefaultAsync(one => one.ApplicationId == applicationId, cancellationToken) ?? throw Missing();
        Ask(db, row);
        await db.SaveChangesAsync(cancellationToken);
        return View(row, mayManage: true);
    }

    public async Task<bool> HookAsync(Guid applicationId, string? signature, string? token, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await using var db = await everything.CreateDbContextAsync(cancellationToken);
        var row = await db.ApplicationSources.SingleOrDefaultAsync(one => one.ApplicationId == applicationId, cancellationToken);
        if (!WebhookProof.Holds(row is null ? "" : box.Open(row).Webhook, signature, token, body.Span))
        {
            return false;
        }

        Ask(db, row!);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Adds the row of a source whose first sync is wanted. The caller saves.</summary>
    internal ApplicationSource Add(PortalDbContext db, Guid applicationId, SourceRequest request, ApplicationPolicy? firstPolicy)
    {
        var row = new ApplicationSource
        {
            ApplicationId = applicationId,
            Definition = request.Definition,
            ProtectedSecrets = box.Close(SourceSecretBox.Merge(request, null, new SourceSecretTexts(), Unset)),
            FirstPolicy = firstPolicy,
            AskedAt = clock.GetUtcNow(),
        };
        db.ApplicationSources.Add(row);
        return row;
    }

    internal void Demand(SourceRequest request, string what) => requests.Demand(request, what);

    /// <summary>One that is under way may have read before the push: it is followed by another.</summary>
    private void Ask(PortalDbContext db, ApplicationSource row)
    {
        row.Again |= row is { State: PlanState.Checking, ClaimedUntil: not null };
        (row.State, row.AskedAt) = (PlanState.Checking, clock.GetUtcNow());
        // Written although it reads the same: the one that is under way may end before this is stored.
        db.Entry(row).Property(one => one.State).IsModified = true;
    }

    private ApplicationSourceView View(ApplicationSource row, bool mayManage)
    {
        var texts = box.Open(row);
        return new ApplicationSourceView(
            row.Definition, texts.Token.Length > 0, mayManage ? texts.Values : null,
            row.State switch { PlanState.Checking => SourceState.Syncing, PlanState.Ready => SourceState.Synced, _ => SourceState.Failed },
            row.Failure, row.CheckedAt, row.SyncedAt, row.DueAt, row.Origin, row.Revision, row.Undelivered, row.DeliveryFailure,
            texts.Webhook.Length > 0 ? $"/api/v1/applications/{row.ApplicationId}/source/webhook" : null, row.FirstPolicy);
    }

    private static ProblemException Missing() => ProblemException.NotFound("The application has no source", "Give it one on its page.");
}
