using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.Tokens;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Teams;

namespace Portal.Core.Access.ServiceAccounts;

internal sealed class ServiceAccountService(
    IDbContextFactory<PortalDbContext> contexts, IValidator<ServiceAccountRequest> requests, NewTokens tokens, ILookupNormalizer normalizer, TimeProvider clock) : IServiceAccounts
{
    public async Task<IReadOnlyList<ServiceAccountSummary>> ListAsync(Guid? teamId, Actor actor, CancellationToken cancellationToken)
    {
        Guid[]? own = null;
        if (teamId is not null || AccessPolicy.Allows(actor, Permission.ManageUsers))
        {
            Demand(actor, teamId);
        }
        else
        {
            own = [.. AccessPolicy.TeamsOf(actor, Permission.ManageMembers)];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Summaries(db, db.Users.Where(user => user.IsService
                && (teamId == null || user.OwnerTeamId == teamId) && (own == null || own.Contains(user.OwnerTeamId!.Value))))
            .Take(200).ToListAsync(cancellationToken);
    }

    public async Task<ServiceAccountSummary> CreateAsync(ServiceAccountRequest request, Actor actor, CancellationToken cancellationToken)
    {
        requests.Demand(request, "The service account was not created");
        Demand(actor, request.TeamId);
        var user = new PortalUser
        {
            Id = Guid.CreateVersion7(),
            UserName = request.Name,
            NormalizedUserName = normalizer.NormalizeName(request.Name),
            SecurityStamp = Accounts.NewStamp(),
            LockoutEnabled = true,
            CreatedAt = clock.GetUtcNow(),
            IsService = true,
            OwnerTeamId = request.TeamId,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (request.TeamId is { } team && !await db.Teams.AnyAsync(row => row.Id == team, cancellationToken))
        {
            throw ProblemException.Invalid("The service account was not created", "There is no such team.", "Choose one of the teams.", "teamId");
        }

        db.Users.Add(user);
        if (request is { TeamId: { } teamId, TeamRole: { } inTeam })
        {
            db.TeamMembers.Add(new TeamMember { TeamId = teamId, UserId = user.Id, Role = inTeam, AddedAt = clock.GetUtcNow(), AddedBy = actor.Name });
        }

        if (request.Role is { } role)
        {
            db.UserRoles.Add(await Accounts.LinkAsync(db, user.Id, role, cancellationToken));
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            throw ProblemException.Conflict($"The account {request.Name} was not created", "The name is taken.", "Choose another name.", "name");
        }

        return await Summaries(db, db.Users.Where(row => row.Id == user.Id)).SingleAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ApiTokenSummary>> ListTokensAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        Demand(actor, await TeamOfAsync(db, id, actor, cancellationToken));
        return await ApiTokenRows.ListAsync(db, id, clock.GetUtcNow(), cancellationToken);
    }

    public async Task<CreatedApiToken> CreateTokenAsync(Guid id, ApiTokenRequest request, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        Demand(actor, await TeamOfAsync(db, id, actor, cancellationToken));
        return await tokens.CreateAsync(id, request, actor, cancellationToken);
    }

    public async Task RevokeTokenAsync(Guid id, Guid tokenId, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        Demand(actor, await TeamOfAsync(db, id, actor, cancellationToken));
        await ApiTokenRows.RevokeAsync(contexts, token => token.Id == tokenId && token.UserId == id, clock.GetUtcNow(), cancellationToken);
    }

    private static void Demand(Actor actor, Guid? teamId)
    {
        if (teamId is { } team && !AccessPolicy.Allows(actor, Permission.ManageUsers))
        {
            AccessPolicy.DemandIn(actor, Permission.ManageMembers, team);
        }
        else
        {
            AccessPolicy.Demand(actor, Permission.ManageUsers);
        }
    }

    /// <summary>What is not the actor's to see does not exist.</summary>
    private static async Task<Guid?> TeamOfAsync(PortalDbContext db, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var found = await db.Users.Where(user => user.Id == id && user.IsService).Select(user => new { user.OwnerTeamId }).SingleOrDefaultAsync(cancellationToken);
        var isSeen = found is not null && (AccessPolicy.Allows(actor, Permission.ManageUsers)
            || (found.OwnerTeamId is { } team && AccessPolicy.AllowsIn(actor, Permission.ManageMembers, team)));
        return isSeen ? found!.OwnerTeamId : throw ProblemException.NotFound("There is no such service account");
    }

    private IQueryable<ServiceAccountSummary> Summaries(PortalDbContext db, IQueryable<PortalUser> accounts)
    {
        var now = clock.GetUtcNow();
        return accounts.AsNoTracking().OrderBy(user => user.NormalizedUserName).Select(user => new ServiceAccountSummary(
            user.Id,
            user.UserName!,
            user.OwnerTeamId,
            user.LockoutEnd != null && user.LockoutEnd > now.AddYears(100),
            db.ApiTokens.Count(token => token.UserId == user.Id && token.RevokedAt == null && token.ExpiresAt > now),
            user.CreatedAt));
    }
}
