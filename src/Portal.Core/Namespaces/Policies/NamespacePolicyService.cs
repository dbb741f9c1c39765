using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces.Policies;

internal sealed class NamespacePolicyService(
    ActorContexts contexts, IDbContextFactory<PortalDbContext> whole, IValidator<NamespaceLimits> validator, TimeProvider clock) : INamespacePolicies
{
    private const int MostTeams = 500;
    private const int MostClusters = 1000;

    public async Task<IReadOnlyList<NamespacePolicyView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewNamespaces, cancellationToken);
        return await ReadAsync(db, db.NamespacePolicies, cancellationToken);
    }

    public async Task<NamespacePolicyView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewNamespaces, cancellationToken);
        return await ReadAsync(db, id, cancellationToken);
    }

    public async Task<NamespacePolicyView> CreateAsync(Guid? teamId, NamespaceLimits limits, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageNamespacePolicies, cancellationToken);
        validator.Demand(limits, "The policy cannot be saved");
        var policy = new NamespacePolicy { TeamId = teamId, Limits = limits, UpdatedAt = clock.GetUtcNow(), UpdatedBy = actor.Name };
        db.NamespacePolicies.Add(policy);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsTaken("ix_namespace_policies_team_id"))
        {
            throw ProblemException.Conflict(
                "There is a policy already", "A team has one namespace policy, and the portal one default.", "Change the one that there is.", "teamId");
        }
        catch (DbUpdateException exception) when (exception.IsReferenceViolation())
        {
            throw ProblemException.Invalid("The policy cannot be saved", "The team does not exist.", "Pick a team from the list.", "teamId");
        }

        return await ReadAsync(db, policy.Id, cancellationToken);
    }

    public async Task<NamespacePolicyView> UpdateAsync(Guid id, NamespaceLimits limits, uint version, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageNamespacePolicies, cancellationToken);
        validator.Demand(limits, "The policy cannot be saved");
        var policy = await db.NamespacePolicies.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw Unknown();
        db.Entry(policy).Property(row => row.Version).OriginalValue = version;
        (policy.Limits, policy.UpdatedAt, policy.UpdatedBy) = (limits, clock.GetUtcNow(), actor.Name);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw ProblemException.Conflict(
                "The policy was changed by somebody else",
                "What you saw is no longer what is stored.",
                "Load it again, look at the change, and make yours on top.");
        }

        return await ReadAsync(db, id, cancellationToken);
    }

    public async Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageNamespacePolicies, cancellationToken);
        if (await db.NamespacePolicies.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw Unknown();
        }
    }

    public async Task<IReadOnlyList<NamespaceTeam>> ListTeamsAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var scoped = await contexts.OpenAsync(actor, Permission.RequestNamespaces, cancellationToken);
        var teams = await scoped.Teams.AsNoTracking().OrderBy(team => team.Name).Take(MostTeams)
            .Select(team => new { team.Id, team.Name, team.Slug }).ToListAsync(cancellationToken);
        var policies = await ReadAsync(scoped, scoped.NamespacePolicies, cancellationToken);
        var limits = teams.ToDictionary(team => team.Id, team =>
            (policies.Find(one => one.TeamId == team.Id) ?? policies.Find(one => one.TeamId is null))?.Limits);

        // What a policy offers of others' fleets is seen by it alone: their names, and those of their clusters.
        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        var ids = teams.ConvertAll(team => team.Id);
        var shared = limits.Values.OfType<NamespaceLimits>().SelectMany(one => one.SharedFleetIds).Distinct().ToList();
        var fleets = await db.Fleets.AsNoTracking().Where(fleet => ids.Contains(fleet.TeamId) || shared.Contains(fleet.Id)).OrderBy(fleet => fleet.Name)
            .Select(fleet => new { fleet.Id, fleet.Name, fleet.TeamId }).ToListAsync(cancellationToken);
        var fleetIds = fleets.ConvertAll(fleet => fleet.Id);
        var clusters = (await db.Clusters.AsNoTracking().Where(cluster => fleetIds.Contains(cluster.FleetId)).OrderBy(cluster => cluster.Name).Take(MostClusters * 10)
            .Select(cluster => new { cluster.FleetId, View = new NamespaceCluster(cluster.Id, cluster.Name, cluster.Region, cluster.Labels) })
            .ToListAsync(cancellationToken)).ToLookup(cluster => cluster.FleetId, cluster => cluster.View);
        return teams.ConvertAll(team => new NamespaceTeam(team.Id, team.Name, team.Slug, limits[team.Id],
        [
            .. fleets.Where(fleet => limits[team.Id] is { } allowed && IsOffered(allowed, fleet.Id, fleet.TeamId == team.Id)).OrderBy(fleet => fleet.TeamId != team.Id)
                .Select(fleet => new NamespaceFleet(fleet.Id, fleet.Name, fleet.TeamId == team.Id, [.. clusters[fleet.Id].Take(MostClusters)])),
        ]));
    }

    /// <summary>Whether a policy lets its team use a fleet.</summary>
    internal static bool IsOffered(NamespaceLimits limits, Guid fleetId, bool isOwn) => (isOwn && limits.OwnFleets) || limits.SharedFleetIds.Contains(fleetId);

    private static async Task<NamespacePolicyView> ReadAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken) =>
        (await ReadAsync(db, db.NamespacePolicies.Where(policy => policy.Id == id), cancellationToken)).SingleOrDefault() ?? throw Unknown();

    private static async Task<List<NamespacePolicyView>> ReadAsync(PortalDbContext db, IQueryable<NamespacePolicy> which, CancellationToken cancellationToken)
    {
        var rows = await which.AsNoTracking()
            .Select(policy => new { Policy = policy, Team = db.Teams.Where(team => team.Id == policy.TeamId).Select(team => team.Name).FirstOrDefault() })
            .OrderBy(row => row.Policy.TeamId != null).ThenBy(row => row.Team).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new NamespacePolicyView(
            row.Policy.Id, row.Policy.TeamId, row.Team ?? "", row.Policy.Limits, row.Policy.UpdatedAt, row.Policy.UpdatedBy, row.Policy.Version));
    }

    private static ProblemException Unknown() => ProblemException.NotFound("There is no such namespace policy");
}
