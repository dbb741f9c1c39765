using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Teams;

namespace Portal.Core.Fleets;

internal sealed class FleetService(
    ActorContexts contexts, IValidator<FleetRequest> validator, TimeProvider clock) : IFleets
{
    public async Task<IReadOnlyList<FleetSummary>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewFleets, cancellationToken);
        return await ReadAsync(db, null, cancellationToken);
    }

    public async Task<FleetSummary> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewFleets, cancellationToken);
        return await ReadOneAsync(db, id, cancellationToken);
    }

    public async Task<FleetSummary> CreateAsync(FleetRequest request, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageFleets, cancellationToken);
        validator.Demand(request, "The fleet cannot be created");
        var fleet = new Fleet
        {
            Name = request.Name,
            Description = request.Description,
            TeamId = request.TeamId ?? Team.PlatformId,
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = actor.Name,
        };
        db.Fleets.Add(fleet);
        await SaveAsync(db, fleet, cancellationToken);
        return await ReadOneAsync(db, fleet.Id, cancellationToken);
    }

    public async Task<FleetSummary> UpdateAsync(
        Guid id, FleetRequest request, uint version, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageFleets, cancellationToken);
        validator.Demand(request, "The fleet cannot be saved");
        var fleet = await db.Fleets.SingleOrDefaultAsync(fleet => fleet.Id == id, cancellationToken) ?? throw Unknown();
        db.Entry(fleet).Property(row => row.Version).OriginalValue = version;
        fleet.Name = request.Name;
        fleet.Description = request.Description;
        fleet.TeamId = request.TeamId ?? Team.PlatformId;
        await SaveAsync(db, fleet, cancellationToken);
        return await ReadOneAsync(db, id, cancellationToken);
    }

    public async Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageFleets, cancellationToken);
        var fleet = await ReadOneAsync(db, id, cancellationToken);
        try
        {
            // The foreign key decides, so that a join at the same moment cannot slip between a count and the delete.
            await db.Fleets.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
        }
        catch (Exception exception) when (exception.IsReferenceViolation())
        {
            throw ProblemException.Conflict(
                $"Fleet {fleet.Name} cannot be deleted",
                fleet.Clusters == 0 ? "An application belongs to it." : fleet.Clusters == 1 ? "It still has one cluster." : $"It still has {fleet.Clusters} clusters.",
                fleet.Clusters == 0 ? "Remove its applications, then delete it." : "Move its clusters to another fleet, or let them leave the portal, then delete it.");
        }
    }

    private static async Task SaveAsync(PortalDbContext db, Fleet fleet, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw ProblemException.Conflict(
                $"Fleet {fleet.Name} was changed by somebody else",
                "What you saw is no longer what is stored.",
                "Load it again, look at the change, and make yours on top.");
        }
        catch (DbUpdateException exception) when (exception.IsTaken("ix_fleets_name"))
        {
            throw ProblemException.Conflict(
                $"There is already a fleet named {fleet.Name}", "A fleet's name is unique in the portal.", "Choose another name.", "name");
        }
        catch (DbUpdateException exception) when (exception.IsReferenceViolation())
        {
            throw ProblemException.Invalid(
                $"Fleet {fleet.Name} cannot be saved", "The team does not exist.", "Pick a team from the list.", "teamId");
        }
    }

    private static async Task<FleetSummary> ReadOneAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken) =>
        (await ReadAsync(db, id, cancellationToken)).SingleOrDefault() ?? throw Unknown();

    private static async Task<IReadOnlyList<FleetSummary>> ReadAsync(PortalDbContext db, Guid? id, CancellationToken cancellationToken)
    {
        var counts = await db.Clusters.AsNoTracking()
            .Where(cluster => id == null || cluster.FleetId == id)
            .GroupBy(cluster => new { cluster.FleetId, cluster.State })
            .Select(group => new { group.Key.FleetId, group.Key.State, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var byFleet = counts.ToLookup(row => row.FleetId);
        var fleets = await db.Fleets.AsNoTracking()
            .Where(fleet => id == null || fleet.Id == id)
            .OrderBy(fleet => fleet.Name)
            .Select(fleet => new
            {
                fleet.Id,
                fleet.Name,
                fleet.Description,
                fleet.TeamId,
                TeamName = fleet.Team!.Name,
                fleet.CreatedAt,
                fleet.CreatedBy,
                fleet.Version,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. fleets.Select(fleet => new FleetSummary(
                fleet.Id,
                fleet.Name,
                fleet.Description,
                fleet.TeamId,
                fleet.TeamName,
                byFleet[fleet.Id].Sum(row => row.Count),
                byFleet[fleet.Id].ToDictionary(row => row.State, row => row.Count),
                fleet.CreatedAt,
                fleet.CreatedBy,
                fleet.Version)),
        ];
    }

    private static ProblemException Unknown() => ProblemException.NotFound("There is no such fleet");
}
