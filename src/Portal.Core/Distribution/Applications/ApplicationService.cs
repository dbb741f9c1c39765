using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Sources;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Namespaces.Delivery;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Distribution.Applications;

internal sealed class ApplicationService(
    ActorContexts contexts,
    ApplicationRevisions revisions,
    ApplicationSourceService sources,
    SecretProtector protector,
    IValidator<ApplicationRequest> requests,
    IValidator<ApplicationContent> contents,
    IValidator<ApplicationQuery> filters,
    TimeProvider clock) : IApplications
{
    public async Task<ApplicationPage> ListAsync(ApplicationQuery query, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        filters.Demand(query, "Applications cannot be listed");
        return await ApplicationQueries.ListAsync(db, query, cancellationToken);
    }

    public async Task<ApplicationDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        return await ApplicationQueries.GetAsync(db, id, cancellationToken);
    }

    public Task<ApplicationDetail> CreateAsync(ApplicationRequest request, Actor actor, CancellationToken cancellationToken) =>
        CreateAsync(request, actor, null, cancellationToken);

    /// <param name="with">Adds what is stored with it, in one transaction.</param>
    internal async Task<ApplicationDetail> CreateAsync(
        ApplicationRequest request, Actor actor, Action<PortalDbContext, Application>? with, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        requests.Demand(request, "The application cannot be created");
        var source = Check(request, "The application cannot be created");
        if (!await db.Fleets.AnyAsync(row => row.Id == request.FleetId, cancellationToken))
        {
            throw UnknownFleet();
        }

        var now = clock.GetUtcNow();
        var application = new Application
        {
            Name = request.Name,
            FleetId = request.FleetId,
            Description = request.Description,
            ControlPlaneId = request.ControlPlaneId,
            StateSince = now,
            LatestRevision = source is null ? 0 : 1,
            CreatedAt = now,
            CreatedBy = actor.Name,
        };
        if (source is not null)
        {
            application.Revisions.Add(revisions.Make(application.Id, 1, request.Content, source, actor));
        }
        else
        {
            sources.Add(db, application.Id, request.From!, request.Content.Policy);
        }

        await ControlPlanes.DemandAsync(db, request.ControlPlaneId, cancellationToken);
        db.Applications.Add(application);
        with?.Invoke(db, application);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsTaken("ix_applications_name"))
        {
            throw ProblemException.Conflict(
                $"There is already an application named {request.Name}", "An application's name is unique in the portal.", "Choose another name.", "name");
        }
        catch (DbUpdateException exception) when (exception.IsReferenceViolation())
        {
            throw UnknownFleet();
        }

        return await ApplicationQueries.GetAsync(db, application.Id, cancellationToken);
    }

    public async Task<IReadOnlyList<ApplicationRevisionSummary>> ListRevisionsAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        return await ApplicationQueries.ListRevisionsAsync(db, id, cancellationToken);
    }

    public async Task<ApplicationRevisionDetail> GetRevisionAsync(Guid id, int number, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        var revision = await FindRevisionAsync(db, id, number, cancellationToken);
        return new ApplicationRevisionDetail(
            ApplicationQueries.Summary(revision), protector.Unprotect(SecretProtector.ApplicationSource, revision.ProtectedSource));
    }

    public async Task<string> DiffAsync(Guid id, int number, Actor actor, CancellationToken cancellationToken)
    {
        var revision = await GetRevisionAsync(id, number, actor, cancellationToken);
        var before = number > 1 ? await GetRevisionAsync(id, number - 1, actor, cancellationToken) : null;
        return RevisionDiff.Unified(before?.Source ?? "", before?.Summary.Policy, revision.Source, revision.Summary.Policy);
    }

    public async Task<IReadOnlyList<ControlPlaneView>> ListControlPlanesAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        return await ControlPlanes.ListAsync(db, cancellationToken);
    }

    public async Task<KarmadaPoliciesView> GetKarmadaPoliciesAsync(Guid id, int number, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        var name = await db.Applications.Where(row => row.Id == id).Select(row => row.Name).SingleOrDefaultAsync(cancellationToken) ?? throw Unknown();
        var revision = await FindRevisionAsync(db, id, number, cancellationToken);
        var source = ManifestSource.Read(protector.Unprotect(SecretProtector.ApplicationSource, revision.ProtectedSource));
        var policies = KarmadaPolicies.Make(source, revision.Policy, name);
        return new KarmadaPoliciesView(
            string.Join("---\n", policies.Select(policy => ValuesYaml.Write(policy.Item.Content))), KarmadaRefusals.Of(source, revision.Policy));
    }

    public async Task<ApplicationRevisionSummary> AddRevisionAsync(Guid id, ApplicationContent content, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        var source = Check(content, "The revision cannot be added");
        var application = await db.Applications.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw Unknown();
        if (application.State == ApplicationState.Deleting)
        {
            throw ProblemException.Conflict($"The application {application.Name} cannot be changed", "It is being removed.", "Create a new one.");
        }

        await NamespaceApplications.DemandFreeAsync(db, application, cancellationToken);
        var origin = await revisions.FindOriginAsync(db, application, content.Source, cancellationToken);
        return ApplicationQueries.Summary(await revisions.AddAsync(db, application, content, source, origin, actor, cancellationToken));
    }

    private static async Task<ApplicationRevision> FindRevisionAsync(PortalDbContext db, Guid id, int number, CancellationToken cancellationToken) =>
        await db.ApplicationRevisions.AsNoTracking().SingleOrDefaultAsync(row => row.ApplicationId == id && row.Number == number, cancellationToken)
        ?? throw ProblemException.NotFound("There is no such revision", "Pick a revision from the application's history.");

    private static ProblemException UnknownFleet() =>
        ProblemException.Invalid("The application cannot be created", "The fleet does not exist.", "Pick a fleet from the list.", "fleetId");

    internal static ProblemException Unknown() => ProblemException.NotFound("There is no such application");

    private ManifestSource Check(ApplicationContent content, string what)
    {
        contents.Demand(content, what);
        return ManifestSource.Demand(content.Source, what);
    }

    /// <summary>Null where the first sync brings the manifests.</summary>
    private ManifestSource? Check(ApplicationRequest request, string what)
    {
        if (request.From is not { } from)
        {
            return Check(request.Content, what);
        }

        // A comment: no manifests yet.
        contents.Demand(request.Content with { Source = "#" }, what);
        sources.Demand(from, what);
        return null;
    }
}
