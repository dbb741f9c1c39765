using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Profiles;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Onboarding.Policies;

internal sealed class PolicyService(
    ActorContexts contexts, IValidator<PolicyContent> contents, ProfileStore profiles, TimeProvider clock) : IOnboardingPolicies
{
    private const int MostTeams = 500;

    public async Task<IReadOnlyList<PolicyView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewClusterRequests, cancellationToken);
        return await ReadAsync(db, db.OnboardingPolicies, cancellationToken);
    }

    public async Task<PolicyView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewClusterRequests, cancellationToken);
        return await ReadAsync(db, id, cancellationToken);
    }

    public async Task<PolicyView> CreateAsync(Guid? teamId, PolicyContent content, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageOnboarding, cancellationToken);
        await DemandAsync(content, cancellationToken);
        var policy = new OnboardingPolicy { TeamId = teamId, UpdatedAt = clock.GetUtcNow(), UpdatedBy = actor.Name };
        content.WriteTo(policy);
        db.OnboardingPolicies.Add(policy);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsTaken("ix_onboarding_policies_team_id"))
        {
            throw ProblemException.Conflict(
                "There is a policy already", "A team has one onboarding policy, and the portal one default.", "Change the one that there is.", "teamId");
        }
        catch (DbUpdateException exception) when (exception.IsReferenceViolation())
        {
            throw ProblemException.Invalid("The policy cannot be saved", "The team does not exist.", "Pick a team from the list.", "teamId");
        }

        return await ReadAsync(db, policy.Id, cancellationToken);
    }

    public async Task<PolicyView> UpdateAsync(Guid id, PolicyContent content, uint version, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageOnboarding, cancellationToken);
        await DemandAsync(content, cancellationToken);
        var policy = await db.OnboardingPolicies.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw Unknown();
        db.Entry(policy).Property(row => row.Version).OriginalValue = version;
        content.WriteTo(policy);
        (policy.UpdatedAt, policy.UpdatedBy) = (clock.GetUtcNow(), actor.Name);
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
        await using var db = await contexts.OpenAsync(actor, Permission.ManageOnboarding, cancellationToken);
        if (await db.OnboardingPolicies.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw Unknown();
        }
    }

    public async Task<IReadOnlyList<RequestableTeam>> ListRequestableAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.RequestClusters, cancellationToken);
        var teams = await db.Teams.AsNoTracking().OrderBy(team => team.Name).Take(MostTeams)
            .Select(team => new { team.Id, team.Name }).ToListAsync(cancellationToken);
        var ids = teams.ConvertAll(team => team.Id);
        var fleets = (await db.Fleets.AsNoTracking().Where(fleet => ids.Contains(fleet.TeamId)).OrderBy(fleet => fleet.Name)
            .Select(fleet => new { fleet.TeamId, fleet.Id, fleet.Name }).ToListAsync(cancellationToken)).ToLookup(fleet => fleet.TeamId);
        var policies = await ReadAsync(db, db.OnboardingPolicies, cancellationToken);
        return teams.ConvertAll(team =>
        {
            var policy = policies.FirstOrDefault(one => one.TeamId == team.Id) ?? policies.FirstOrDefault(one => one.TeamId is null);
            var allowed = policy?.Content.FleetIds ?? [];
            return new RequestableTeam(team.Id, team.Name, policy, [.. fleets[team.Id]
                .Where(fleet => allowed.Count == 0 || allowed.Contains(fleet.Id)).Select(fleet => new RequestableFleet(fleet.Id, fleet.Name))]);
        });
    }

    private async Task DemandAsync(PolicyContent content, CancellationToken cancellationToken)
    {
        contents.Demand(content, "The policy cannot be saved");
        if (content.Profile.Trim() is { Length: > 0 } profile)
        {
            await profiles.GetAsync(profile, cancellationToken);
        }
    }

    private static async Task<PolicyView> ReadAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken) =>
        (await ReadAsync(db, db.OnboardingPolicies.Where(policy => policy.Id == id), cancellationToken)).SingleOrDefault() ?? throw Unknown();

    private static async Task<List<PolicyView>> ReadAsync(PortalDbContext db, IQueryable<OnboardingPolicy> which, CancellationToken cancellationToken)
    {
        var rows = await which.AsNoTracking()
            .Select(policy => new { Policy = policy, Team = db.Teams.Where(team => team.Id == policy.TeamId).Select(team => team.Name).FirstOrDefault() })
            .OrderBy(row => row.Policy.TeamId != null).ThenBy(row => row.Team).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new PolicyView(
            row.Policy.Id, row.Policy.TeamId, row.Team ?? "", PolicyContent.Of(row.Policy), row.Policy.UpdatedAt, row.Policy.UpdatedBy, row.Policy.Version));
    }

    private static ProblemException Unknown() => ProblemException.NotFound("There is no such onboarding policy");
}
