using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Problems;

namespace Portal.Core.GoldenPaths;

internal sealed class GoldenPathService(
    ActorContexts contexts,
    IApplications applications,
    GoldenPathProof proof,
    IValidator<GoldenPathRequest> requests,
    IValidator<ApplicationRequest> made,
    TimeProvider clock) : IGoldenPaths
{
    private const int Most = 500;
    private const string Unsaved = "The golden path cannot be saved";
    private const string Unmade = "The application cannot be made";

    public async Task<IReadOnlyList<GoldenPathSummary>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        return await Seen(db, actor).OrderBy(path => path.Name).Take(Most)
            .Select(path => new GoldenPathSummary(path.Name, path.Title, path.Description, path.State, path.Number, path.UpdatedAt, path.UpdatedBy, path.Version))
            .ToListAsync(cancellationToken);
    }

    public async Task<GoldenPathDetail> GetAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        return Detail(await FindAsync(Seen(db, actor), name, cancellationToken));
    }

    public async Task<GoldenPathDetail> CreateAsync(GoldenPathRequest request, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageGoldenPaths, cancellationToken);
        requests.Demand(request, Unsaved);
        proof.Demand(request, Unsaved);
        var path = new GoldenPath
        {
            Name = request.Name,
            Title = request.Title,
            Description = request.Description,
            Schema = request.Schema,
            Template = request.Template,
            Policy = request.Policy ?? new ApplicationPolicy(),
            UpdatedAt = clock.GetUtcNow(),
            UpdatedBy = actor.Name,
        };
        db.GoldenPaths.Add(path);
        await SaveAsync(db, path, cancellationToken);
        return Detail(path);
    }

    public async Task<GoldenPathDetail> UpdateAsync(string name, GoldenPathRequest request, uint version, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageGoldenPaths, cancellationToken);
        requests.Demand(request with { Name = name }, Unsaved);
        proof.Demand(request, Unsaved);
        var path = await FindAsync(db.GoldenPaths, name, cancellationToken);
        db.Entry(path).Property(row => row.Version).OriginalValue = version;
        (path.Title, path.Description, path.Schema, path.Template) = (request.Title, request.Description, request.Schema, request.Template);
        path.Policy = request.Policy ?? new ApplicationPolicy();
        path.Number++;
        (path.UpdatedAt, path.UpdatedBy) = (clock.GetUtcNow(), actor.Name);
        await SaveAsync(db, path, cancellationToken);
        return Detail(path);
    }

    public async Task<GoldenPathDetail> SetStateAsync(string name, GoldenPathState state, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageGoldenPaths, cancellationToken);
        var path = await FindAsync(db.GoldenPaths, name, cancellationToken);
        (path.State, path.UpdatedAt, path.UpdatedBy) = (state, clock.GetUtcNow(), actor.Name);
        await SaveAsync(db, path, cancellationToken);
        return Detail(path);
    }

    public async Task DeleteAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageGoldenPaths, cancellationToken);
        if (await db.GoldenPaths.Where(path => path.Name == name && path.State != GoldenPathState.Published).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            var path = await FindAsync(db.GoldenPaths, name, cancellationToken);
            throw ProblemException.Conflict($"The golden path {path.Name} cannot be deleted", "It is published, and teams may be about to use it.", "Retire it first.");
        }
    }

    public async Task<string> RenderAsync(string name, GoldenPathUse use, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        return (await MakeAsync(db, name, use, actor, cancellationToken)).Content.Source;
    }

    public async Task<ApplicationDetail> InstantiateAsync(string name, GoldenPathUse use, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        return await applications.CreateAsync(await MakeAsync(db, name, use, actor, cancellationToken), actor, cancellationToken);
    }

    private async Task<ApplicationRequest> MakeAsync(PortalDbContext db, string name, GoldenPathUse use, Actor actor, CancellationToken cancellationToken)
    {
        made.Demand(new ApplicationRequest(use.Application, use.FleetId, new ApplicationContent("#")), Unmade);
        var path = await FindAsync(Seen(db, actor), name, cancellationToken);
        if (path.State == GoldenPathState.Retired)
        {
            throw ProblemException.Conflict(Unmade, $"The golden path {path.Name} is retired.", "Choose another golden path.");
        }

        var fleet = await db.Fleets.Where(row => row.Id == use.FleetId).Select(row => row.Name).SingleOrDefaultAsync(cancellationToken)
            ?? throw ProblemException.Invalid(Unmade, "The fleet does not exist.", "Pick a fleet from the list.", "fleetId");
        var source = GoldenPathProof.Fill(PathForm.Demand(path.Schema, Unmade), path.Template, use.Values, use.Application, fleet, Unmade);
        return new ApplicationRequest(
            use.Application, use.FleetId, ApplicationContent.Of(source, path.Policy, $"From the golden path {path.Name}, number {path.Number}."), path.Title);
    }

    /// <summary>Drafts and retired ones are for who may change them.</summary>
    private static IQueryable<GoldenPath> Seen(PortalDbContext db, Actor actor) => AccessPolicy.Allows(actor, Permission.ManageGoldenPaths)
        ? db.GoldenPaths.AsNoTracking() : db.GoldenPaths.AsNoTracking().Where(path => path.State == GoldenPathState.Published);

    private static async Task<GoldenPath> FindAsync(IQueryable<GoldenPath> paths, string name, CancellationToken cancellationToken) =>
        (name.Contains('\0', StringComparison.Ordinal) ? null : await paths.SingleOrDefaultAsync(path => path.Name == name, cancellationToken))
        ?? throw ProblemException.NotFound("There is no such golden path", "Pick one from the list.");

    private static async Task SaveAsync(PortalDbContext db, GoldenPath path, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw ProblemException.Conflict($"The golden path {path.Name} was changed by somebody else",
                "What you saw is no longer what is stored.", "Load it again, look at the change, and make yours on top.");
        }
        catch (DbUpdateException error) when (error.IsTaken("ix_golden_paths_name"))
        {
            throw ProblemException.Conflict($"There is already a golden path named {path.Name}", "A golden path's name is unique in the portal.", "Choose another name.", "name");
        }
    }

    private static GoldenPathDetail Detail(GoldenPath path) => new(
        new GoldenPathSummary(path.Name, path.Title, path.Description, path.State, path.Number, path.UpdatedAt, path.UpdatedBy, path.Version),
        path.Schema, path.Template, path.Policy);
}
