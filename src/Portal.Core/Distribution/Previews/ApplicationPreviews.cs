using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Sources;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Distribution.Previews;

internal sealed class ApplicationPreviews(
    ActorContexts contexts,
    IValidator<ApplicationContent> contents,
    SecretProtector protector,
    TimeProvider clock) : IApplicationPreviews
{
    private const int MostObjects = 5_000;
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    public async Task<ApplicationPreviewDetail> CreateAsync(ApplicationPreviewRequest request, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        var application = request.ApplicationId is { } id
            ? await db.Applications.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw ApplicationService.Unknown()
            : null;
        var fleet = application?.FleetId ?? request.FleetId
            ?? throw ProblemException.Invalid("The preview cannot be made", "It has neither application nor fleet.", "Pick a fleet.", "fleetId");
        if (!await db.Fleets.AnyAsync(row => row.Id == fleet, cancellationToken))
        {
            throw ProblemException.Invalid("The preview cannot be made", "The fleet does not exist.", "Pick a fleet from the list.", "fleetId");
        }

        var content = await ContentAsync(db, request, application, cancellationToken);
        contents.Demand(content, "The preview cannot be made");
        return await AddAsync(db, fleet, application, content, request, null, cancellationToken);
    }

    /// <summary>The caller has authorised.</summary>
    /// <param name="teamId">The team whose namespace is looked at; null for an application of people.</param>
    internal async Task<ApplicationPreviewDetail> AddAsync(
        PortalDbContext db, Guid fleet, Application? application, ApplicationContent content, ApplicationPreviewRequest request, Guid? teamId,
        CancellationToken cancellationToken)
    {
        var source = ManifestSource.Demand(content.Source, "The preview cannot be made");
        var plan = await DeliveryPlanner.PlanAsync(db, fleet, application?.Id, source, content.Policy, request.WhatIf, cancellationToken,
            application is null ? request.ControlPlaneId : null);
        var now = clock.GetUtcNow();
        var preview = new ApplicationPreview
        {
            ApplicationId = application?.Id,
            FleetId = fleet,
            TeamId = teamId,
            CreatedAt = now,
            ExpiresAt = now + Lasts,
            State = request.Objects && plan.Preview.Refusals.Count == 0 ? PlanState.Checking : PlanState.Ready,
            ProtectedContent = protector.Protect(SecretProtector.ApplicationSource, JsonSerializer.Serialize(content, StoredJson.Options)),
            Placement = plan.Preview,
        };
        db.ApplicationPreviews.Add(preview);
        await db.SaveChangesAsync(cancellationToken);
        return Detail(preview);
    }

    public async Task<ApplicationPreviewDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        return Detail(await db.ApplicationPreviews.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw Unknown());
    }

    public async Task<IReadOnlyList<ApplicationPreviewObjectView>> ListObjectsAsync(Guid id, Guid? clusterId, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        if (!await db.ApplicationPreviews.AnyAsync(row => row.Id == id, cancellationToken))
        {
            throw Unknown();
        }

        return await db.ApplicationPreviewObjects.AsNoTracking().Where(row => row.PreviewId == id && (clusterId == null || row.ClusterId == clusterId))
            .OrderBy(row => row.ClusterId).ThenBy(row => row.Ordinal).Take(MostObjects)
            .Select(row => new ApplicationPreviewObjectView(
                row.ClusterId, row.ApiVersion, row.Kind, row.Namespace, row.Name, row.Action, row.Note, row.Refused, row.Diff))
            .ToListAsync(cancellationToken);
    }

    private async Task<ApplicationContent> ContentAsync(
        PortalDbContext db, ApplicationPreviewRequest request, Application? application, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            return content;
        }

        if (application is null)
        {
            throw ProblemException.Invalid("The preview cannot be made", "It has no content.", "Give it manifests.", "content");
        }

        var number = request.Revision ?? application.LatestRevision;
        var revision = await db.ApplicationRevisions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.ApplicationId == application.Id && row.Number == number, cancellationToken)
            ?? throw ProblemException.NotFound("There is no such revision", "Pick a revision from the application's history.");
        return ApplicationContent.Of(
            protector.Unprotect(SecretProtector.ApplicationSource, revision.ProtectedSource), revision.Policy, revision.Note);
    }

    private static ApplicationPreviewDetail Detail(ApplicationPreview preview) => new(
        preview.Id, preview.ApplicationId, preview.FleetId, preview.State, preview.CreatedAt, preview.ExpiresAt, preview.Placement, preview.Failure);

    private static ProblemException Unknown() => ProblemException.NotFound("There is no such preview", "Previews are kept for an hour: make a new one.");
}
