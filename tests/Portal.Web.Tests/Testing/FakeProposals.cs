using Portal.Core.Access;
using Portal.Core.Distribution.Rebalance;

namespace Portal.Web.Tests.Testing;

public sealed class FakeProposals : FakeService, IProposals
{
    public List<ProposalView> Items { get; } = [];

    public List<(Guid Id, int? Deletions)> Approved { get; } = [];

    public List<Guid> Dismissed { get; } = [];

    public static ProposalView Proposal() => new(
        new Guid("a7000000-0000-7000-8000-000000000020"), 1, ProposalState.Open, [new ProposedMove(Sample.ClusterId, "member1", "apps/Deployment/shop/web", 2, 5)],
        "Rebalance: by the room that clusters have now, 3 of 8 replicas would be placed elsewhere.", null, Sample.Now, null, null, null);

    public Task<IReadOnlyList<ProposalView>> ListAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ProposalView>>(() => [.. Items]);

    public Task<Guid> ApproveAsync(Guid applicationId, Guid id, int? confirmDeletions, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
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
