using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Namespaces;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeNamespaces : FakeService, INamespaces
{
    public static readonly Guid Id = Guid.Parse("0199aaaa-0000-7000-8000-0000000000e1");

    public const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public List<NamespaceDetail> Items { get; } = [];

    public NamespaceCheck Check { get; set; } = new([FakeClusterRequests.Passed("name")], true, ["edge-1"], [], "kind: Namespace\n");

    public List<NamespaceDraft> Asked { get; } = [];

    public List<(string Seen, string Comment, bool IsApproval)> Decisions { get; } = [];

    public List<(Guid Id, string? Confirm)> Deleted { get; } = [];

    public List<Guid> Delivered { get; } = [];

    public List<Guid> Withdrawn { get; } = [];

    public static RuleResult Failed { get; } = new("quota", CheckOutcome.Failed, "The quota is greater than a namespace may have, or lacks a limit (∞): pods 9 > 5.", "Set at most: pods=5.");

    public static NamespaceDetail Space(NamespaceState state, AskState ask = AskState.Approved, Guid? askedBy = null) => new(
        new NamespaceSummary(
            Id, "shop-web", Sample.TeamId, "platform", "platform", Sample.FleetId, "edge", state, state == NamespaceState.Failed ? "It was cancelled." : "", ask, 2,
            state == NamespaceState.Failed ? 1 : 0, 0, new Dictionary<string, string> { ["pods"] = "5" }, askedBy ?? Guid.CreateVersion7(), "dev", askedBy ?? Guid.CreateVersion7(), "dev",
            Sample.Now.AddHours(-3), Sample.Now.AddHours(-1), Sample.Now.AddDays(3), 7),
        new NamespaceSpec
        {
            Placement = new NamespacePlacement { ClusterNames = ["edge-1", "edge-2"] },
            Quota = new Dictionary<string, string> { ["pods"] = "5" },
            Purpose = "Sells things.",
        },
        state > NamespaceState.Expired ? new NamespaceSpec { Quota = new Dictionary<string, string> { ["pods"] = "3" } } : null,
        Hash, [FakeClusterRequests.Passed("name"), FakeClusterRequests.Passed("quota")], "", null, "",
        state > NamespaceState.Expired
            ?
            [
                new NamespaceClusterView(Sample.ClusterId, "edge-1", "eu", ClusterDelivery.Delivered, "", true, Sample.Now, []),
                new NamespaceClusterView(Guid.CreateVersion7(), "edge-2", "eu", state == NamespaceState.Failed ? ClusterDelivery.Failed : ClusterDelivery.Delivered, state == NamespaceState.Failed ? "It was cancelled." : "", false, Sample.Now,
                    [new NamespaceObjectView("RoleBinding shop-web/team-edit", ObjectHealth.Missing, "It is missing.")]),
            ]
            : [],
        "kind: Namespace\n", null, null, [new NamespaceEventView(Sample.Now.AddHours(-3), NamespaceEventKind.Asked, "dev", "", Hash, null)]);

    public Task<Page<NamespaceSummary>> ListAsync(NamespaceQuery query, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        var found = Items.Select(item => item.Summary).Where(item => item.Name.Contains(query.Search, StringComparison.OrdinalIgnoreCase) && (!query.Waiting || item.Ask == AskState.Waiting)).ToList();
        return new Page<NamespaceSummary>(found, found.Count, null);
    });

    public Task<NamespaceDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Find(id));

    public Task<int> CountWaitingAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Items.Count(item => item.Summary.Ask == AskState.Waiting));

    public Task<NamespaceCheck> CheckAsync(NamespaceDraft draft, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Check);

    public Task<NamespacePreview> PreviewAsync(NamespaceDraft draft, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
        new NamespacePreview(Check, Guid.CreateVersion7(), [new NamespaceShortfall("edge-1", "pods", "4", "2")], [new NamespaceSilence("edge-2", "Cluster edge-2 did not answer within 8 seconds.")]));

    public Task<NamespaceDetail> AskAsync(NamespaceDraft draft, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Asked.Add(draft);
        var space = Space(NamespaceState.Waiting, AskState.Waiting, actor.Id);
        Items.Add(space);
        return space;
    });

    public Task<NamespaceDetail> ChangeAsync(Guid id, NamespaceDraft draft, uint version, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Asked.Add(draft);
        return Find(id);
    });

    public Task<NamespaceDetail> ApproveAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Decisions.Add((seen, comment, true));
        return Set(id, NamespaceState.Delivering, AskState.Approved);
    });

    public Task<NamespaceDetail> RefuseAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Decisions.Add((seen, comment, false));
        return Set(id, NamespaceState.Refused, AskState.Refused);
    });

    public Task<NamespaceDetail> WithdrawAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Withdrawn.Add(id);
        return Set(id, NamespaceState.Withdrawn, AskState.Withdrawn);
    });

    public Task<NamespaceStarted> DeliverAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Delivered.Add(id);
        Set(id, NamespaceState.Delivering, AskState.Approved);
        return new NamespaceStarted(id, Sample.OperationId);
    });

    public Task<NamespaceStarted> DeleteAsync(Guid id, string? confirm, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Deleted.Add((id, confirm));
        Set(id, NamespaceState.Deleting, AskState.Approved);
        return new NamespaceStarted(id, Sample.OperationId);
    });

    public Task<IReadOnlyList<NamespaceUsage>> ReadUsageAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync<IReadOnlyList<NamespaceUsage>>(() =>
        [new NamespaceUsage(Sample.ClusterId, "edge-1", new Dictionary<string, string> { ["pods"] = "5" }, new Dictionary<string, string> { ["pods"] = "4" }, "")]);

    public Task<IReadOnlyList<NamespaceContents>> ReadContentsAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync<IReadOnlyList<NamespaceContents>>(() =>
    [
        new NamespaceContents(Sample.ClusterId, "edge-1", new Dictionary<string, int> { ["Deployment"] = 2, ["Pod"] = 4, ["Job"] = 0 }, ""),
        new NamespaceContents(Guid.CreateVersion7(), "edge-2", new Dictionary<string, int>(), "Cluster edge-2 did not answer within 8 seconds."),
    ]);

    private NamespaceDetail Find(Guid id) => Items.Find(item => item.Summary.Id == id) ?? throw ProblemException.NotFound("There is no such namespace");

    private NamespaceDetail Set(Guid id, NamespaceState state, AskState ask)
    {
        var at = Items.FindIndex(item => item.Summary.Id == id);
        return Items[at] = Items[at] with { Summary = Items[at].Summary with { State = state, Ask = ask, Reason = "" } };
    }
}
