using System.Globalization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Onboarding.Rules;
using Portal.Core.Problems;

namespace Portal.Core.Onboarding.Requests;

internal sealed class RequestService(
    ActorContexts contexts,
    IDbContextFactory<PortalDbContext> whole,
    IValidator<RequestDraft> drafts,
    IValidator<ClusterDescription> descriptions,
    RequestWork work,
    RequestJudgement judgement,
    RequestHistory history,
    RequestDecisions decisions,
    RequestRetry retry,
    TimeProvider clock) : IClusterRequests
{
    public async Task<Page<RequestSummary>> ListAsync(RequestQuery query, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewClusterRequests, cancellationToken);
        var requests = db.ClusterRequests.AsNoTracking();
        var search = query.Search.Replace("\0", "", StringComparison.Ordinal);
        if (search.Length > 0)
        {
            var pattern = SearchPattern.Containing(search);
            requests = requests.Where(request => EF.Functions.ILike(request.Name, pattern)
                || EF.Functions.ILike(request.Purpose, pattern) || EF.Functions.ILike(request.AskedBy, pattern));
        }

        if (query.States.Count > 0)
        {
            requests = requests.Where(request => query.States.Contains(request.State));
        }

        if (query.TeamId is { } team)
        {
            requests = requests.Where(request => request.TeamId == team);
        }

        var skip = Math.Max(query.Skip, 0);
        var total = await requests.CountAsync(cancellationToken);
        var rows = await RequestReader.Summaries(db, requests.OrderByDescending(request => request.AskedAt).ThenBy(request => request.Id)
            .Skip(skip).Take(Math.Clamp(query.Take, 1, 200))).ToListAsync(cancellationToken);
        var next = skip + rows.Count;
        return new Page<RequestSummary>(rows, total, next < total ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<RequestDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewClusterRequests, cancellationToken);
        return await RequestReader.ReadAsync(db, id, cancellationToken);
    }

    public async Task<int> CountWaitingAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.Allows(actor, Permission.ApproveClusters))
        {
            return 0;
        }

        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        return await db.ClusterRequests.CountAsync(
            request => request.State == RequestState.Waiting && request.AskedById != actor.Id && request.ChangedById != actor.Id, cancellationToken);
    }

    public async Task<IReadOnlyList<RuleResult>> CheckAsync(RequestDraft draft, Actor actor, CancellationToken cancellationToken)
    {
        await using (var scoped = await contexts.OpenAsync(actor, Permission.RequestClusters, cancellationToken))
        {
            await DemandAsync(scoped, draft, "The request cannot be checked", cancellationToken);
        }

        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        var policy = await RequestFactsReader.PolicyAsync(db, draft.TeamId, cancellationToken);
        return await RequestFactsReader.CheckAsync(db, draft.With(policy.Profile), draft.TeamId, policy, Guid.Empty, null, cancellationToken);
    }

    public async Task<RequestDetail> AskAsync(RequestDraft draft, Actor actor, CancellationToken cancellationToken)
    {
        await using (var scoped = await contexts.OpenAsync(actor, Permission.RequestClusters, cancellationToken))
        {
            await DemandAsync(scoped, draft, "The cluster cannot be asked for", cancellationToken);
        }

        // Outside of what may run twice: the request is the same one at a second try.
        var id = Guid.CreateVersion7();
        await work.RunAsync(draft.TeamId, async (db, stop) =>
        {
            var now = clock.GetUtcNow();
            var policy = await RequestFactsReader.PolicyAsync(db, draft.TeamId, stop);
            var request = new ClusterRequest { Id = id, TeamId = draft.TeamId, AskedById = actor.Id, AskedBy = actor.Name, AskedAt = now, ChangedById = actor.Id, UpdatedAt = now };
            request.Describe(draft.With(policy.Profile));
            db.ClusterRequests.Add(request);
            history.Add(db, request, RequestEventKind.Asked, actor.Name);
            await judgement.DecideAsync(db, request, policy, actor.Name, stop);
        }, cancellationToken);
        return await GetAsync(id, actor, cancellationToken);
    }

    public async Task<RequestDetail> ChangeAsync(Guid id, RequestDraft draft, string seen, Actor actor, CancellationToken cancellationToken)
    {
        await work.ChangeAsync(id, actor, Permission.RequestClusters, async (db, request, stop) =>
        {
            RequestDecisions.DemandSeen(request, seen);
            Demand(draft, "The request cannot be changed");
            if (draft.TeamId != request.TeamId || !request.State.CanChange())
            {
                throw ProblemException.Conflict(
                    "The request cannot be changed",
                    draft.TeamId != request.TeamId ? "A request stays with its team." : $"It is {request.State}.",
                    "Ask for another cluster.");
            }

            var policy = await RequestFactsReader.PolicyAsync(db, request.TeamId, stop);
            request.Describe(draft.With(policy.Profile));
            request.ChangedById = actor.Id;
            history.Add(db, request, RequestEventKind.Changed, actor.Name);
            await judgement.DecideAsync(db, request, policy, actor.Name, stop);
        }, cancellationToken);
        return await GetAsync(id, actor, cancellationToken);
    }

    public async Task<RequestDetail> ApproveAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken)
    {
        await decisions.ApproveAsync(id, seen, comment, actor, cancellationToken);
        return await GetAsync(id, actor, cancellationToken);
    }

    public async Task<RequestDetail> RefuseAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken)
    {
        await decisions.RefuseAsync(id, seen, comment, actor, cancellationToken);
        return await GetAsync(id, actor, cancellationToken);
    }

    public async Task<RequestDetail> WithdrawAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await work.ChangeAsync(id, actor, Permission.RequestClusters, async (db, request, stop) =>
        {
            request.MoveTo(RequestState.Withdrawn);
            if (request.FailedIn is null && !await WaitingJoin.ForgetAsync(db, request, stop))
            {
                throw ProblemException.Conflict(
                    $"The request for {request.Name} cannot be withdrawn", "Its cluster is joining.", "Wait until it has joined or failed; a cluster that has joined can leave.");
            }

            history.Add(db, request, RequestEventKind.Withdrawn, actor.Name);
        }, cancellationToken);
        return await GetAsync(id, actor, cancellationToken);
    }

    public async Task<RequestDetail> RetryAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await retry.RunAsync(id, actor, cancellationToken);
        return await GetAsync(id, actor, cancellationToken);
    }

    private async Task DemandAsync(PortalDbContext db, RequestDraft draft, string what, CancellationToken cancellationToken)
    {
        Demand(draft, what);
        if (!await db.Teams.AnyAsync(team => team.Id == draft.TeamId, cancellationToken))
        {
            throw ProblemException.Invalid(what, "The team does not exist, or you may not ask for clusters in it.", "Pick a team from the list.", "teamId");
        }
    }

    private void Demand(RequestDraft draft, string what)
    {
        descriptions.Demand(draft.Describe(), what);
        drafts.Demand(draft, what);
    }
}
