using Portal.Core.Access;
using Portal.Core.Access.OpenId;
using Portal.Core.Data;

namespace Portal.Web.Tests.Testing;

public sealed class FakeExternalIdentities : FakeService, IExternalIdentities
{
    public List<ExternalIdentityView> Items { get; } = [];

    public List<(Guid Id, string Account)> Linked { get; } = [];

    public List<Guid> Removed { get; } = [];

    public static ExternalIdentityView Identity(string name, string? account = null) => new(
        Guid.CreateVersion7(), FakeProviders.Name, "https://id.example.com", $"sub-{name}", name, $"{name}@example.com", 4, account is null ? null : Guid.CreateVersion7(), account, Sample.Now.AddDays(-1), Sample.Now.AddHours(-1));

    public Task<Page<ExternalIdentityView>> ListAsync(IdentityQuery query, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new Page<ExternalIdentityView>([.. Items], Items.Count, null));

    public Task<ExternalIdentityView> LinkAsync(Guid id, string account, Actor actor, CancellationToken cancellationToken)
    {
        Linked.Add((id, account));
        return ActAsync(() =>
        {
            var at = Items.FindIndex(identity => identity.Id == id);
            return Items[at] = Items[at] with { Account = account, UserId = Guid.CreateVersion7() };
        });
    }

    public Task RemoveAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Removed.Add(id);
        return ActAsync(() => Items.RemoveAll(identity => identity.Id == id));
    }
}
