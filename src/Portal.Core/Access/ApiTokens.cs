using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.Tokens;
using Portal.Core.Data;

namespace Portal.Core.Access;

internal sealed class ApiTokens(IDbContextFactory<PortalDbContext> contexts, NewTokens tokens, TimeProvider clock) : IApiTokens
{
    public int MaxDays => tokens.MaxDays;

    public async Task<IReadOnlyList<ApiTokenSummary>> ListAsync(Guid? userId, Actor actor, CancellationToken cancellationToken)
    {
        var owner = userId ?? actor.Id;
        AccessPolicy.Demand(actor, owner == actor.Id ? Permission.ManageOwnTokens : Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ApiTokenRows.ListAsync(db, owner, clock.GetUtcNow(), cancellationToken);
    }

    public Task<CreatedApiToken> CreateAsync(ApiTokenRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnTokens);
        return tokens.CreateAsync(actor.Id, request, actor, cancellationToken);
    }

    public Task RevokeAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnTokens);
        var any = AccessPolicy.Allows(actor, Permission.ManageUsers);
        return ApiTokenRows.RevokeAsync(contexts, token => token.Id == id && (any || token.UserId == actor.Id), clock.GetUtcNow(), cancellationToken);
    }
}
