using System.Globalization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Namespaces.Delivery;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Namespaces.Quotas;
using Portal.Core.Namespaces.Requests;
using Portal.Core.Namespaces.Rules;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces;

internal sealed class NamespaceService(
    ActorContexts contexts,
    IDbContextFactory<PortalDbContext> whole,
    IValidator<NamespaceDraft> drafts,
    NamespaceWork work,
    NamespaceJudgement judgement,
    NamespaceHistory history,
    NamespaceDecisions decisions,
    NamespaceDelivery delivery,
    NamespacePreviews previews,
    NamespaceUsageReader usage,
    TimeProvider clock) : INamespaces
{
    private const string NotAsked = "The namespace cannot be asked for";

    public async Task<Page<NamespaceSummary>> ListAsync(NamespaceQuery query, Actor actor, CancellationToken cancellationToken)
    {
        List<Guid> ids;
        int total;
        var skip = Math.Max(query.Skip, 0);
        await using (var scoped = await contexts.OpenAsync(actor, Permission.ViewNamespaces, cancellationToken))
        {
            var rows = Filter(scoped.TeamNamespaces.AsNoTracking(), query);
            total = await rows.CountAsync(cancellationToken);
            ids = await rows.OrderBy(row => row.Name).ThenBy(row => row.Id).Skip(skip).Take(Math.Clamp(query.Take, 1, 200)).Select(row => row.Id).ToListAsync(cancellationToken);
        }

        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        var next = skip + ids.Count;
        return new Page<NamespaceSummary>(
            await NamespaceReader.ListAsync(db, ids, cancellationToken), total, next < total ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<NamespaceDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using (var scoped = await contexts.OpenAsync(actor, Permission.ViewNamespaces, cancellationToken))
        {
            await DemandSeenAsync(scoped, id, cancellationToken);
        }

        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        return await NamespaceReader.ReadAsync(db, id, actor, cancellationToken);
    }

    public async Task<int> CountWaitingAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!AccessPolicy.Allows(actor, Permission.ApproveNamespaces))
        {
            return 0;
        }

        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        return await db.TeamNamespaces.CountAsync(
            row => row.Ask == AskState.Waiting && row.AskedById != actor.Id && row.ChangedById != actor.Id, cancellationToken);
    }

    public async Task<NamespaceCheck> CheckAsync(NamespaceDraft draft, Actor actor, CancellationToken cancellationToken)
    {
        await using (var scoped = await contexts.OpenAsync(actor, Permission.RequestNamespaces, cancellationToken))
        {
            await DemandAsync(scoped, draft, "The request cannot be checked", cancellationToken);
        }

        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        return await NamespacePreviews.CheckAsync(db, draft, cancellationToken);
    }

    public async Task<NamespacePreview> PreviewAsync(NamespaceDraft draft, Actor actor, CancellationToken cancellationToken)
    {
        await using (var scoped = await contexts.OpenAsync(actor, Permission.RequestNamespaces, cancellationToken))
        {
            await DemandAsync(scoped, draft, "The preview cannot be made", cancellationToken);
        }

        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        return await previews.MakeAsync(db, draft, cancellationToken);
    }

    public async Task<NamespaceDetail> AskAsync(NamespaceDraft draft, Actor actor, CancellationToken cancellationToken)
    {
        await using (var scoped = await contexts.OpenAsync(actor, Permission.RequestNamespaces, cancellationToken))
        {
            await DemandAsync(scoped, draft, NotAsked, cancellationToken);
        }

        // Outside of what may run twice: the request is the same one at a second try.
        var id = Guid.CreateVersion7();
        await work.RunAsync(draft.TeamId, draft.FleetId, async (db, stop) =>
        {
            var limits = await NamespaceFactsReader.LimitsAsync(db, draft.TeamId, stop);
            if (await db.TeamNamespaces.AnyAsync(row => row.TeamId == draft.TeamId && row.FleetId == draft.FleetId && row.Name == draft.Name, stop))
            {
                throw ProblemException.Conflict(NotAsked, $"The team has the namespace {draft.Name} in this fleet, or has asked for it.", "Change the one that there is: its clusters, quota and members.", "name");
            }

            await DemandFleetAsync(db, draft, limits, stop);
            var now = clock.GetUtcNow();
            var content = await NamespaceTeams.ReadAsync(db, draft, NotAsked, stop);
            var space = new TeamNamespace
            {
                Id = id,
                TeamId = draft.TeamId,
                FleetId = draft.FleetId,
                Name = draft.Name,
                Wanted = content,
                ContentHash = content.HashFor(draft.TeamId, draft.FleetId, draft.Name),
                AskedById = actor.Id,
                AskedBy = actor.Name,
                AskedAt = now,
                ChangedById = actor.Id,
                ChangedBy = actor.Name,
                UpdatedAt = now,
            };
            db.TeamNamespaces.Add(space);
            history.Add(db, space, NamespaceEventKind.Asked, actor.Name);
            await judgement.DecideAsync(db, space, limits, actor, stop);
        }, cancellationToken);
        return await GetAsync(id, actor, cancellationToken);
    }

    public async Task<NamespaceDetail> ChangeAsync(Guid id, NamespaceDraft draft, uint version, Actor actor, CancellationToken cancellationToken)
    {
        const string What = "The namespace cannot be changed";
        await work.ChangeAsync(id, actor, Permission.RequestNamespaces, async (db, space, stop) =>
        {
            drafts.Demand(draft, What);
            DemandChangeable(space, draft, version, What);
            var limits = await NamespaceFactsReader.LimitsAsync(db, space.TeamId, stop);
            var content = await NamespaceTeams.ReadAsync(db, draft, What, stop);
            var leaving = await NamespaceLeaving.FindAsync(db, space, draft.Spec.Placement, stop);
            leaving.Demand(draft.ConfirmRemoval, space.Name);
            space.Describe(content);
            (space.ChangedById, space.ChangedBy) = (actor.Id, actor.Name);
            space.Leaving = draft.ConfirmRemoval == space.Name ? [.. leaving.All.Select(row => row.ClusterId)] : [];
            history.Add(db, space, NamespaceEventKind.Changed, actor.Name);
            await judgement.DecideAsync(db, space, limits, actor, stop);
        }, cancellationToken);
        return await GetAsync(id, actor, cancellationToken);
    }

    public async Task<NamespaceDetail> ApproveAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken)
    {
        await decisions.ApproveAsync(id, seen, comment, actor, cancellationToken);
        return await GetAsync(id, actor, cancellationToken);
    }

    public async Task<NamespaceDetail> RefuseAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken)
    {
        await decisions.RefuseAsync(id, seen, comment, actor, cancellationToken);
        return await GetAsync(id, actor, cancellationToken);
    }

    public async Task<NamespaceDetail> WithdrawAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await work.ChangeAsync(id, actor, Permission.RequestNamespaces, (db, space, _) =>
        {
            if (space.Ask is not (AskState.Waiting or AskState.Refused))
            {
                throw ProblemException.Conflict(
                    $"The request for {space.Name} cannot be withdrawn", $"It is {space.Ask}.", "Change the namespace, or delete it.");
            }

            history.Add(db, space, NamespaceEventKind.Withdrawn, actor.Name);
            NamespaceWithdrawal.Apply(space, AskState.Withdrawn);
            return Task.CompletedTask;
        }, cancellationToken);
        return await GetAsync(id, actor, cancellationToken);
    }

    public async Task<NamespaceStarted> DeliverAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Guid? operation = null;
        await work.ChangeAsync(id, actor, Permission.RequestNamespaces, async (db, space, stop) =>
        {
            if (space.Approved is null || space.DeletionOperationId is not null)
            {
                throw ProblemException.Conflict($"The namespace {space.Name} cannot be delivered",
                    space.Approved is null ? "It is not approved." : "It is being deleted.", "Look at what has happened to it.");
            }

            if (!await delivery.DeliverAsync(db, space, actor, stop))
            {
                throw ProblemException.Conflict($"The namespace {space.Name} cannot be delivered now",
                    space.Obstacle.Length > 0 ? space.Obstacle : "A delivery of it is running.", "Wait until its operation has ended, or look at its clusters.");
            }

            operation = db.ChangeTracker.Entries<Application>().Single().Entity.LastOperationId;
        }, cancellationToken);
        return new NamespaceStarted(id, operation);
    }

    public async Task<NamespaceStarted> DeleteAsync(Guid id, string? confirm, Actor actor, CancellationToken cancellationToken)
    {
        Guid? operation = null;
        await work.ChangeAsync(id, actor, Permission.DeleteNamespaces, async (db, space, stop) =>
        {
            if (confirm != space.Name)
            {
                throw ProblemException.Invalid($"The namespace {space.Name} was not deleted", "Its name was not given to confirm it.",
                    "Look at what is in it, and type its name.", "confirm");
            }

            operation = await delivery.DeleteAsync(db, space, actor, stop);
        }, cancellationToken);
        return new NamespaceStarted(id, operation);
    }

    public async Task<IReadOnlyList<NamespaceUsage>> ReadUsageAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var (name, clusters) = await FindClustersAsync(id, actor, Permission.ViewNamespaces, cancellationToken);
        return await usage.ReadUsageAsync(name, clusters, cancellationToken);
    }

    public async Task<IReadOnlyList<NamespaceContents>> ReadContentsAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var (name, clusters) = await FindClustersAsync(id, actor, Permission.ViewNamespaces, cancellationToken);
        return await usage.ReadContentsAsync(name, clusters, cancellationToken);
    }

    private static IQueryable<TeamNamespace> Filter(IQueryable<TeamNamespace> rows, NamespaceQuery query)
    {
        var search = query.Search.Replace("\0", "", StringComparison.Ordinal);
        if (search.Length > 0)
        {
            var pattern = SearchPattern.Containing(search);
            rows = rows.Where(row => EF.Functions.ILike(row.Name, pattern));
        }

        if (query.Waiting)
        {
            rows = rows.Where(row => row.Ask == AskState.Waiting);
        }

        if (query.TeamId is { } team)
        {
            rows = rows.Where(row => row.TeamId == team);
        }

        return query.FleetId is { } fleet ? rows.Where(row => row.FleetId == fleet) : rows;
    }

    private static void DemandChangeable(TeamNamespace space, NamespaceDraft draft, uint version, string what)
    {
        if (space.Version != version)
        {
            throw ProblemException.Conflict($"The namespace {space.Name} was changed by somebody else", "What you saw is no longer what is stored.",
                "Load it again, look at the change, and make yours on top.");
        }

        if (draft.TeamId != space.TeamId || draft.FleetId != space.FleetId || draft.Name != space.Name)
        {
            throw ProblemException.Conflict(what, "A namespace stays with its team, its fleet and its name.", "Ask for another namespace.",
                draft.TeamId != space.TeamId ? "teamId" : draft.FleetId != space.FleetId ? "fleetId" : "name");
        }

        if (space.DeletionOperationId is not null)
        {
            throw ProblemException.Conflict(what, "It is being deleted.", "Ask for it again when it is gone.");
        }
    }

    private async Task<(string Name, IReadOnlyList<(Guid Id, string Name)> Clusters)> FindClustersAsync(
        Guid id, Actor actor, Permission permission, CancellationToken cancellationToken)
    {
        string name;
        await using (var scoped = await contexts.OpenAsync(actor, permission, cancellationToken))
        {
            name = await scoped.TeamNamespaces.Where(row => row.Id == id).Select(row => row.Name).SingleOrDefaultAsync(cancellationToken) ?? throw NamespaceReader.Unknown();
        }

        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        return (name, await NamespacePreviews.ClustersAsync(db, id, cancellationToken));
    }

    private static async Task DemandSeenAsync(PortalDbContext scoped, Guid id, CancellationToken cancellationToken)
    {
        if (!await scoped.TeamNamespaces.AnyAsync(row => row.Id == id, cancellationToken))
        {
            throw NamespaceReader.Unknown();
        }
    }

    private async Task DemandAsync(PortalDbContext scoped, NamespaceDraft draft, string what, CancellationToken cancellationToken)
    {
        drafts.Demand(draft, what);
        if (!await scoped.Teams.AnyAsync(team => team.Id == draft.TeamId, cancellationToken))
        {
            throw ProblemException.Invalid(what, "The team does not exist, or you may not ask for namespaces in it.", "Pick a team from the list.", "teamId");
        }
    }

    /// <summary>Of a fleet that is not offered nothing is stored: its name would be shown with the request.</summary>
    private static async Task DemandFleetAsync(PortalDbContext db, NamespaceDraft draft, NamespaceLimits limits, CancellationToken cancellationToken)
    {
        var owner = await db.Fleets.Where(fleet => fleet.Id == draft.FleetId).Select(fleet => (Guid?)fleet.TeamId).SingleOrDefaultAsync(cancellationToken);
        if (owner is null || !NamespacePolicyService.IsOffered(limits, draft.FleetId, owner == draft.TeamId))
        {
            throw FleetRule.NotOffered(NotAsked);
        }
    }
}
