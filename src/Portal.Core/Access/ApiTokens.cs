using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Access;

internal sealed class ApiTokens(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : IApiTokens
{
    private const int MostPerUser = 50;
    private const int ShownCharacters = 8;

    private static readonly ApiTokenRequestValidator Requests = new();

    public async Task<IReadOnlyList<ApiTokenSummary>> ListAsync(Guid? userId, Actor actor, CancellationToken cancellationToken)
    {
        var owner = userId ?? actor.Id;
        AccessPolicy.Demand(actor, owner == actor.Id ? Permission.ManageOwnTokens : Permission.ManageUsers);
        var now = clock.GetUtcNow();
        var since = now.AddDays(-30);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ApiTokens.AsNoTracking()
            .Where(token => token.UserId == owner && token.ExpiresAt > since && (token.RevokedAt == null || token.RevokedAt > since))
            .OrderByDescending(token => token.Id)
            .Take(500)
            .Select(Summary(now))
            .ToListAsync(cancellationToken);
    }

    public async Task<CreatedApiToken> CreateAsync(ApiTokenRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnTokens);
        Requests.Demand(request, "The token was not created");
        var now = clock.GetUtcNow();
        var expires = now.AddDays(request.DaysValid);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var live = await db.ApiTokens.CountAsync(
            token => token.UserId == actor.Id && token.RevokedAt == null && token.ExpiresAt > now, cancellationToken);
        if (live >= MostPerUser)
        {
            throw ProblemException.Conflict(
                "The token was not created", $"You have {MostPerUser} tokens that can be used.", "Revoke one that is no longer needed.");
        }

        await DemandShorterLifeAsync(db, actor, expires, cancellationToken);
        var secret = Secret.NewToken();
        var token = new ApiToken
        {
            UserId = actor.Id,
            Name = request.Name.Trim(),
            Prefix = secret[..ShownCharacters],
            Hash = Secret.Hash(secret),
            CreatedAt = now,
            ExpiresAt = expires,
        };
        db.ApiTokens.Add(token);
        await db.SaveChangesAsync(cancellationToken);
        return new CreatedApiToken(Summary(now).Compile()(token), secret);
    }

    public async Task RevokeAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnTokens);
        var any = AccessPolicy.Allows(actor, Permission.ManageUsers);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.ApiTokens.Where(token => token.Id == id && (any || token.UserId == actor.Id))
            .ExecuteUpdateAsync(
                set => set.SetProperty(token => token.RevokedAt, token => token.RevokedAt ?? now), cancellationToken);
        if (found == 0)
        {
            throw ProblemException.NotFound("The token does not exist");
        }
    }

    /// <summary>A stolen token must not be able to make itself last longer.</summary>
    private static async Task DemandShorterLifeAsync(
        PortalDbContext db, Actor actor, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        if (actor.TokenId is not { } parent)
        {
            return;
        }

        var limit = await db.ApiTokens.Where(token => token.Id == parent).Select(token => token.ExpiresAt).SingleAsync(cancellationToken);
        if (expires > limit)
        {
            throw ProblemException.Invalid(
                "The token was not created",
                "A token cannot make one that outlives it.",
                "Ask for fewer days, or create the token in the browser.",
                "daysValid");
        }
    }

    private static Expression<Func<ApiToken, ApiTokenSummary>> Summary(DateTimeOffset now) => token => new ApiTokenSummary(
        token.Id,
        token.UserId,
        token.Name,
        token.Prefix,
        token.CreatedAt,
        token.ExpiresAt,
        token.LastUsedAt,
        token.RevokedAt,
        token.RevokedAt == null && token.ExpiresAt > now);
}
