using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Access.Tokens;

/// <summary>Makes tokens, of the actor's own account or of one that it manages: whoever calls it has checked which.</summary>
internal sealed class NewTokens(IDbContextFactory<PortalDbContext> contexts, IOptions<ApiTokenOptions> options, TimeProvider clock)
{
    private const int MostPerUser = 50;
    private const int ShownCharacters = 8;

    private readonly ApiTokenRequestValidator _requests = new(options.Value.MaxDays);

    /// <summary>The longest life of a new token, in days.</summary>
    public int MaxDays => options.Value.MaxDays;

    public async Task<CreatedApiToken> CreateAsync(Guid owner, ApiTokenRequest request, Actor actor, CancellationToken cancellationToken)
    {
        _requests.Demand(request, "The token was not created");
        var now = clock.GetUtcNow();
        var expires = now.AddDays(request.DaysValid);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var live = await db.ApiTokens.CountAsync(
            token => token.UserId == owner && token.RevokedAt == null && token.ExpiresAt > now, cancellationToken);
        if (live >= MostPerUser)
        {
            throw ProblemException.Conflict(
                "The token was not created", $"There are {MostPerUser} tokens that can be used.", "Revoke one that is no longer needed.");
        }

        DemandNarrower(request, actor);
        await DemandShorterLifeAsync(db, actor, expires, cancellationToken);
        var secret = Secret.NewToken();
        var token = new ApiToken
        {
            UserId = owner,
            Name = request.Name.Trim(),
            Prefix = secret[..ShownCharacters],
            Hash = Secret.Hash(secret),
            CreatedAt = now,
            ExpiresAt = expires,
            Scopes = request.Scopes is null ? null : [.. request.Scopes.Distinct().Order(StringComparer.Ordinal)],
        };
        db.ApiTokens.Add(token);
        await db.SaveChangesAsync(cancellationToken);
        return new CreatedApiToken(ApiTokenRows.Summary(now).Compile()(token), secret);
    }

    /// <summary>A token that is cut must not be able to make one that is not.</summary>
    private static void DemandNarrower(ApiTokenRequest request, Actor actor)
    {
        if (!TokenScopes.AreWithin(request.Scopes, actor.Scopes))
        {
            throw ProblemException.Invalid(
                "The token was not created",
                "A token cannot make one that may do more than itself.",
                "Ask for fewer scopes, or create the token in the browser.",
                "scopes");
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
}
