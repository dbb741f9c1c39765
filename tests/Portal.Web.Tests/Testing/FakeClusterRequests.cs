using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeClusterRequests : FakeService, IClusterRequests, IRequestJoin
{
    public static readonly Guid Id = Guid.Parse("0199aaaa-0000-7000-8000-0000000000d1");

    public const string Hash = "3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b";

    public List<RequestDetail> Items { get; } = [];

    public IReadOnlyList<RuleResult> Verdict { get; set; } = [Passed("name")];

    public List<RequestDraft> Asked { get; } = [];

    public List<(string Seen, string Comment, bool IsApproval)> Decisions { get; } = [];

    public List<Guid> Withdrawn { get; } = [];

    public List<Guid> Retried { get; } = [];

    public List<string> Kubeconfigs { get; } = [];

    public static RuleResult Passed(string rule) => new(rule, CheckOutcome.Passed, "", "");

    public static RuleResult Failed { get; } = new("region", CheckOutcome.Failed, "The region 'mars' is not allowed.", "Choose one of these regions: eu-west-1.");

    public static RequestDetail Request(RequestState state, Guid? askedBy = null, string profile = "base") => new(
        new RequestSummary(
            Id, "pay-one", Sample.TeamId, "platform", Sample.FleetId, "edge", "aws", "eu-west-1", state, state == RequestState.Failed ? "It was cancelled." : "",
            askedBy ?? Guid.CreateVersion7(), "dev", Sample.Now.AddHours(-3), Sample.Now.AddHours(-1), Sample.Now.AddDays(3)),
        new RequestContent("pay-one", Sample.FleetId, ClusterKind.Cloud, "aws", "eu-west-1", "", new Dictionary<string, string> { ["env"] = "prod" }, "1.34.1", 3, "Takes the money.", profile),
        Hash, [Passed("name"), Passed("quota")], askedBy ?? Guid.CreateVersion7(), "", null, "", null, null, null, null, null, null,
        [new RequestEventView(Sample.Now.AddHours(-3), RequestEventKind.Asked, "dev", "", Hash, null)]);

    public Task<Page<RequestSummary>> ListAsync(RequestQuery query, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        var found = Items.Select(item => item.Summary).Where(item => item.Name.Contains(query.Search, StringComparison.OrdinalIgnoreCase)
            && (query.States.Count == 0 || query.States.Contains(item.State))).ToList();
        return new Page<RequestSummary>(found, found.Count, null);
    });

    public Task<RequestDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Find(id));

    public Task<int> CountWaitingAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Items.Count(item => item.Summary.State == RequestState.Waiting));

    public Task<IReadOnlyList<RuleResult>> CheckAsync(RequestDraft draft, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Verdict);

    public Task<RequestDetail> AskAsync(RequestDraft draft, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Asked.Add(draft);
        var request = Request(RequestState.Waiting, actor.Id);
        Items.Add(request);
        return request;
    });

    public Task<RequestDetail> ChangeAsync(Guid id, RequestDraft draft, string seen, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Asked.Add(draft);
        return Find(id);
    });

    public Task<RequestDetail> ApproveAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken) => DecideAsync(id, seen, comment, RequestState.Approved);

    public Task<RequestDetail> RefuseAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken) => DecideAsync(id, seen, comment, RequestState.Refused);

    public Task<RequestDetail> WithdrawAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Withdrawn.Add(id);
        return Set(id, RequestState.Withdrawn);
    });

    public Task<RequestDetail> RetryAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Retried.Add(id);
        return Set(id, RequestState.Testing);
    });

    public Task<JoinCommand> CreateCommandAsync(Guid id, Uri portal, Actor actor, CancellationToken cancellationToken) =>
        ActAsync(() => new JoinCommand(Sample.ClusterId, "curl -fsSL 'the-command' | sh", Sample.Now.AddHours(1)));

    public Task<JoinStarted> JoinAsync(Guid id, string kubeconfig, string context, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Kubeconfigs.Add(kubeconfig);
        return new JoinStarted(Sample.ClusterId, Sample.OperationId, "pay-one");
    });

    private RequestDetail Find(Guid id) => Items.Find(item => item.Summary.Id == id) ?? throw ProblemException.NotFound("There is no such request for a cluster");

    private Task<RequestDetail> DecideAsync(Guid id, string seen, string comment, RequestState state) => ActAsync(() =>
    {
        Decisions.Add((seen, comment, state == RequestState.Approved));
        return Set(id, state);
    });

    private RequestDetail Set(Guid id, RequestState state)
    {
        var at = Items.FindIndex(item => item.Summary.Id == id);
        return Items[at] = Items[at] with { Summary = Items[at].Summary with { State = state, Reason = "" } };
    }
}
