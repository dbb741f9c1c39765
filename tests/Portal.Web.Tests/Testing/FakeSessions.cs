using Portal.Core.Access;
using Portal.Core.Access.Sessions;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeSessions : FakeService, ISessions
{
    public List<SessionSummary> Items { get; } = [];

    public List<Guid> EndedOf { get; } = [];

    public Task<IReadOnlyList<SessionSummary>> ListAsync(Guid? userId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<SessionSummary>>(() => [.. Items]);

    public Task EndAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
        Items.RemoveAll(session => session.Id == id) > 0 ? true : throw ProblemException.NotFound("The session does not exist"));

    public Task<int> EndOthersAsync(Actor actor, CancellationToken cancellationToken) => ActAsync(() => Items.RemoveAll(session => !session.IsCurrent));

    public Task<int> EndAllAsync(Guid userId, Actor actor, CancellationToken cancellationToken)
    {
        EndedOf.Add(userId);
        return ActAsync(() => 1);
    }
}
