using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Web.Tests.Testing;

public sealed class FakeUsers : FakeService, IUsers
{
    public const string OneTimePassword = "correct-horse-battery";

    public List<UserSummary> Items { get; } = [];

    public List<UserRequest> Created { get; } = [];

    public List<(Guid Id, PortalRole? Role)> Roles { get; } = [];

    public List<Guid> Disabled { get; } = [];

    public List<Guid> Enabled { get; } = [];

    public List<Guid> Reset { get; } = [];

    public List<PasswordChange> Changed { get; } = [];

    public Task<Page<UserSummary>> ListAsync(UserQuery query, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        var found = Items.FindAll(user => user.Name.Contains(query.Search, StringComparison.OrdinalIgnoreCase));
        return new Page<UserSummary>(found, found.Count, null);
    });

    public Task<UserSummary> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Items.Single(user => user.Id == id));

    public Task<OneTimePassword> CreateAsync(UserRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Created.Add(request);
        return ActAsync(() =>
        {
            var user = Sample.User(request.Name, request.Role);
            Items.Add(user);
            return new OneTimePassword(user, OneTimePassword);
        });
    }

    public Task<UserSummary> SetRoleAsync(Guid id, PortalRole? role, Actor actor, CancellationToken cancellationToken)
    {
        Roles.Add((id, role));
        return ActAsync(() => Change(id, user => user with { Role = role }));
    }

    public Task<UserSummary> DisableAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Disabled.Add(id);
        return ActAsync(() => Change(id, user => user with { Disabled = true }));
    }

    public Task<UserSummary> EnableAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Enabled.Add(id);
        return ActAsync(() => Change(id, user => user with { Disabled = false, LockedUntil = null }));
    }

    public Task<OneTimePassword> ResetPasswordAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Reset.Add(id);
        return ActAsync(() => new OneTimePassword(Items.Single(user => user.Id == id), OneTimePassword));
    }

    public Task ChangeOwnPasswordAsync(PasswordChange change, Guid userId, Guid? sessionId, CancellationToken cancellationToken)
    {
        Changed.Add(change);
        return ActAsync(() => true);
    }

    private UserSummary Change(Guid id, Func<UserSummary, UserSummary> change)
    {
        var at = Items.FindIndex(user => user.Id == id);
        return Items[at] = change(Items[at]);
    }
}
