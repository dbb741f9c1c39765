using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.OpenId;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Access;

internal sealed class Users(
    IDbContextFactory<PortalDbContext> contexts,
    IPasswordHasher<PortalUser> hasher,
    ILookupNormalizer normalizer,
    OpenIdProviders providers,
    TimeProvider clock) : IUsers
{
    private static readonly UserRequestValidator Requests = new();

    public async Task<Page<UserSummary>> ListAsync(UserQuery query, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var users = db.Users.AsNoTracking();
        if (query.Search.Length > 0)
        {
            var part = normalizer.NormalizeName(query.Search);
            users = users.Where(user => user.NormalizedUserName!.Contains(part));
        }

        var take = Math.Clamp(query.Take, 1, 200);
        var skip = Math.Max(query.Skip, 0);
        var total = await users.CountAsync(cancellationToken);
        var page = users.OrderBy(user => user.NormalizedUserName).Skip(skip).Take(take);
        var rows = await UserRows.ReadAsync(page, db, clock.GetUtcNow(), cancellationToken);
        var next = skip + rows.Count;
        return new Page<UserSummary>(rows, total, next < total ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<UserSummary> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, id, cancellationToken);
    }

    public async Task<OneTimePassword> CreateAsync(UserRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        Requests.Demand(request, "The account was not created");
        var password = Secret.NewPassword();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = Accounts.New(request.Name, password, hasher, normalizer, clock);
        user.MustChangePassword = true;
        db.Users.Add(user);
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
            throw ProblemException.Conflict(
                $"The account {request.Name} was not created", "The name is taken.", "Choose another name.", "name");
        }

        return new OneTimePassword(await ReadAsync(db, user.Id, cancellationToken), password);
    }

    public Task<UserSummary> SetRoleAsync(Guid id, PortalRole? role, Actor actor, CancellationToken cancellationToken) =>
        ChangeAsync(id, actor, async (db, user) =>
        {
            if (role is { } unknown && !Enum.IsDefined(unknown))
            {
                throw ProblemException.Invalid(
                    "The role was not changed", "There is no such role.", "The role is Viewer, Operator, Admin or Auditor, or null for none.", "role");
            }

            if (role is not null && user.OwnerTeamId is not null)
            {
                throw ProblemException.Conflict(
                    "The role was not changed", "A service account of a team has no role in the portal.", "Create a service account that belongs to no team.", "role");
            }

            await DemandByHandAsync(db, user, cancellationToken);
            user.RoleProvider = null;
            db.UserRoles.RemoveRange(await db.UserRoles.Where(link => link.UserId == user.Id).ToListAsync(cancellationToken));
            await db.SaveChangesAsync(cancellationToken);
            if (role is { } given)
            {
                db.UserRoles.Add(await Accounts.LinkAsync(db, user.Id, given, cancellationToken));
            }
        }, cancellationToken);

    public Task<UserSummary> DisableAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ChangeAsync(id, actor, (db, user) =>
        {
            if (user.Id == actor.Id)
            {
                throw ProblemException.Conflict(
                    $"The account {user.UserName} was not disabled", "It is your own.", "Ask another administrator of the portal.");
            }

            user.LockoutEnd = DateTimeOffset.MaxValue;
            user.SecurityStamp = Accounts.NewStamp();
            return EndSessionsAsync(db, user, cancellationToken);
        }, cancellationToken);

    public Task<UserSummary> EnableAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ChangeAsync(id, actor, (_, user) =>
        {
            user.LockoutEnd = null;
            user.AccessFailedCount = 0;
            return Task.CompletedTask;
        }, cancellationToken);

    public async Task<OneTimePassword> ResetPasswordAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var password = Secret.NewPassword();
        var summary = await ChangeAsync(id, actor, (db, user) =>
        {
            if (user.Id == actor.Id)
            {
                throw ProblemException.Conflict(
                    "Your password was not reset", "It is your own account.", "Change it under your name instead.");
            }

            if (user.IsService)
            {
                throw ProblemException.Conflict(
                    "The password was not reset", $"{user.UserName} is a service account and has none.", "Create an API token for it instead.");
            }

            if (user.PasswordHash is null)
            {
                throw ProblemException.Conflict(
                    "The password was not reset", $"{user.UserName} signs in by a provider and has none.", "Reset the password at the provider.");
            }

            SetPassword(user, password);
            user.MustChangePassword = true;
            return EndSessionsAsync(db, user, cancellationToken);
        }, cancellationToken);
        return new OneTimePassword(summary, password);
    }

    public async Task ChangeOwnPasswordAsync(PasswordChange change, Guid userId, Guid? sessionId, CancellationToken cancellationToken)
    {
        new PasswordChangeValidator().Demand(change, "The password was not changed");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.SingleOrDefaultAsync(user => user.Id == userId, cancellationToken)
            ?? throw ProblemException.NotFound("The account does not exist");
        if (user.PasswordHash is null)
        {
            throw ProblemException.Conflict(
                "The password was not changed", "The account signs in by a provider and has no password.", "Change the password at the provider.");
        }

        if (hasher.VerifyHashedPassword(user, user.PasswordHash, change.Current) == PasswordVerificationResult.Failed)
        {
            throw ProblemException.Invalid(
                "The password was not changed", "The current password is wrong.", "Enter the password that you signed in with.", "current");
        }

        if (change.Next.Contains(user.UserName!, StringComparison.OrdinalIgnoreCase))
        {
            throw ProblemException.Invalid(
                "The password was not changed", "It holds the account's name.", "Choose a password without your name in it.", "next");
        }

        SetPassword(user, change.Next);
        user.MustChangePassword = false;
        await db.SaveChangesAsync(cancellationToken);
        await UserSessions.EndAsync(
            db.UserSessions.Where(session => session.UserId == userId && session.Id != sessionId), clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>What a provider's groups give is decided there, as long as the provider knows the account.</summary>
    private async Task DemandByHandAsync(PortalDbContext db, PortalUser user, CancellationToken cancellationToken)
    {
        if (providers.Find(user.RoleProvider) is { } provider
            && await db.ExternalIdentities.AnyAsync(identity => identity.UserId == user.Id && identity.Provider == provider.Name, cancellationToken))
        {
            throw ProblemException.Conflict(
                "The role was not changed", $"It comes from groups of {provider.DisplayName}.", "Change the groups at the provider, or the mapping under Settings, Sign-in.", "role");
        }
    }

    private Task<int> EndSessionsAsync(PortalDbContext db, PortalUser user, CancellationToken cancellationToken) =>
        UserSessions.EndAsync(db.UserSessions.Where(session => session.UserId == user.Id), clock.GetUtcNow(), cancellationToken);

    private void SetPassword(PortalUser user, string password)
    {
        user.PasswordHash = hasher.HashPassword(user, password);
        user.SecurityStamp = Accounts.NewStamp();
        user.AccessFailedCount = 0;
        user.LockoutEnd = user.IsDisabled ? user.LockoutEnd : null;
    }

    /// <summary>Changes one account while no other account's roles or state change, so that an enabled admin is always left.</summary>
    private async Task<UserSummary> ChangeAsync(
        Guid id, Actor actor, Func<PortalDbContext, PortalUser, Task> change, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await Accounts.LockAsync(db, cancellationToken);
            var user = await db.Users.SingleOrDefaultAsync(user => user.Id == id, cancellationToken)
                ?? throw ProblemException.NotFound("The account does not exist");
            await change(db, user);
            await db.SaveChangesAsync(cancellationToken);
            await Accounts.DemandAdminAsync(db, user.UserName!, cancellationToken);
            var summary = await ReadAsync(db, id, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return summary;
        });
    }

    private async Task<UserSummary> ReadAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken) =>
        (await UserRows.ReadAsync(db.Users.AsNoTracking().Where(user => user.Id == id), db, clock.GetUtcNow(), cancellationToken)).SingleOrDefault()
        ?? throw ProblemException.NotFound("The account does not exist");
}
