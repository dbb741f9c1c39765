using Portal.Core.Access;
using Portal.Core.Access.ServiceAccounts;

namespace Portal.Web.Tests.Testing;

public sealed class FakeServiceAccounts(FakeApiTokens tokens) : FakeService, IServiceAccounts
{
    public List<ServiceAccountRequest> Created { get; } = [];

    public List<(Guid Account, ApiTokenRequest Request)> CreatedTokens { get; } = [];

    public Task<IReadOnlyList<ServiceAccountSummary>> ListAsync(Guid? teamId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ServiceAccountSummary>>(() => []);

    public Task<ServiceAccountSummary> CreateAsync(ServiceAccountRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Created.Add(request);
        return ActAsync(() => new ServiceAccountSummary(Guid.CreateVersion7(), request.Name, request.TeamId, false, 0, Sample.Now));
    }

    public Task<IReadOnlyList<ApiTokenSummary>> ListTokensAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        tokens.ListAsync(id, actor, cancellationToken);

    public Task<CreatedApiToken> CreateTokenAsync(Guid id, ApiTokenRequest request, Actor actor, CancellationToken cancellationToken)
    {
        CreatedTokens.Add((id, request));
        return ActAsync(() => new CreatedApiToken(Sample.Token(request.Name) with { Scopes = request.Scopes }, FakeApiTokens.Secret));
    }

    public Task RevokeTokenAsync(Guid id, Guid tokenId, Actor actor, CancellationToken cancellationToken) => tokens.RevokeAsync(tokenId, actor, cancellationToken);
}
