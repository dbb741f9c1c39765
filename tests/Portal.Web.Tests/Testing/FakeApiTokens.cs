using Portal.Core.Access;

namespace Portal.Web.Tests.Testing;

public sealed class FakeApiTokens : FakeService, IApiTokens
{
    public const string Secret = "kp_0123456789abcdef-the-rest-of-the-token";

    public int MaxDays { get; set; } = 365;

    public List<ApiTokenSummary> Items { get; } = [];

    public List<ApiTokenRequest> Created { get; } = [];

    public List<Guid> Revoked { get; } = [];

    public Task<IReadOnlyList<ApiTokenSummary>> ListAsync(Guid? userId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ApiTokenSummary>>(() => [.. Items]);

    public Task<CreatedApiToken> CreateAsync(ApiTokenRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Created.Add(request);
        return ActAsync(() =>
        {
            var token = Sample.Token(request.Name);
            Items.Add(token);
            return new CreatedApiToken(token, Secret);
        });
    }

    public Task RevokeAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Revoked.Add(id);
        return ActAsync(() =>
        {
            var at = Items.FindIndex(token => token.Id == id);
            return Items[at] = Items[at] with { RevokedAt = Sample.Now, Usable = false };
        });
    }
}
