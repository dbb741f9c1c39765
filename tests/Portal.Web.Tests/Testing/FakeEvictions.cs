using Portal.Core.Access;
using Portal.Core.Distribution.Failover;

namespace Portal.Web.Tests.Testing;

public sealed class FakeEvictions : FakeService, IEvictions
{
    public List<EvictionView> Items { get; } = [];

    public List<(Guid Id, int? Deletions)> Approved { get; } = [];

    public List<Guid> Dismissed { get; } = [];

    public static EvictionView Eviction(EvictionState state, int? deletions = null) => new(
        new Guid("a7000000-0000-7000-8000-000000000010"), Sample.ClusterId, "member1", state, Sample.Now,
        "Fail-over: cluster member1 has been unreachable since 2026-05-04 10:00:00 UTC.", Sample.Now, null, null, null, null, deletions, null);

    public Task<IReadOnlyList<EvictionView>> ListAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<EvictionView>>(() => [.. Items]);

    public Task ApproveAsync(Guid applicationId, Guid id, int? confirmDeletions, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Approved.Add((id, confirmDeletions));
        return id;
    });

    public Task DismissAsync(Guid applicationId, Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Dismissed.Add(id);
        return id;
    });
}
