using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Profiles;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Components.Profiles;

/// <summary>
/// Brings a cluster that has joined a fleet to the fleet's profile, and cleans one that has moved to another of what the
/// profile brought, if so chosen. Step by step, each kept in its row: another worker goes on. A cluster that is not ready is
/// left alone until it is, and loses nothing.
/// </summary>
internal sealed class ProfileSweep(
    FleetProfiles fleets, ProfileStore profiles, ProfileSystems systems, IComponentPlans plans, IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : IRecurringJob
{
    private const int AtOnce = 50;
    private const int MaxReason = 2000;
    private static readonly ProfileStage[] Moving = [ProfileStage.Planning, ProfileStage.Applying, ProfileStage.Cleaning];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var members = await (
            from member in db.ProfileMembers
            join cluster in db.Clusters on member.ClusterId equals cluster.Id
            where (Moving.Contains(member.Stage) || cluster.FleetId != member.FleetId)
                && (cluster.State == ClusterState.Healthy || cluster.State == ClusterState.Degraded)
            orderby member.At
            select new { Member = member, Fleet = cluster.FleetId }).Take(AtOnce).ToListAsync(cancellationToken);
        foreach (var row in members)
        {
            await TakeAsync(db, row.Member, row.Fleet, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Notes the clusters that have joined a fleet since it has its profile.</summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var joined = await (
            from cluster in db.Clusters.AsNoTracking()
            join profile in db.FleetProfiles on cluster.FleetId equals profile.FleetId
            where (cluster.State == ClusterState.Healthy || cluster.State == ClusterState.Degraded) && cluster.JoinedAt != null
                && !db.ProfileMembers.Any(member => member.ClusterId == cluster.Id)
            select new { cluster.Id, Profile = profile }).Take(AtOnce).ToListAsync(cancellationToken);
        db.ProfileMembers.AddRange(joined.Select(row => new ProfileMember
        {
            ClusterId = row.Id,
            FleetId = row.Profile.FleetId,
            Profile = row.Profile.Profile,
            CleanUp = row.Profile.CleanUp,
            Stage = ProfileStage.Planning,
            At = clock.GetUtcNow(),
        }));
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task TakeAsync(PortalDbContext db, ProfileMember member, Guid fleet, CancellationToken cancellationToken)
    {
        try
        {
            if (fleet != member.FleetId && member.Stage is not (ProfileStage.Applying or ProfileStage.Cleaning))
            {
                await LeaveAsync(db, member, cancellationToken);
            }
            else if (member.Stage == ProfileStage.Planning)
            {
                await PlanAsync(db, member, cancellationToken);
            }
            else
            {
                await FollowAsync(db, member, cancellationToken);
            }
        }
        catch (ProblemException refused) when (refused.Problem.Kind != ProblemKind.Unavailable)
        {
            End(member, ProfileStage.Failed, $"{refused.Problem.What}: {refused.Problem.Why}");
        }
    }

    private async Task PlanAsync(PortalDbContext db, ProfileMember member, CancellationToken cancellationToken)
    {
        if (member.PlanId is not { } id)
        {
            if (await ProfileHolds.IsBusyAsync(db, member.FleetId, await ContentAsync(member, cancellationToken), cancellationToken))
            {
                return;
            }

            member.PlanId = await fleets.PlanAsync(member.FleetId, member.ClusterId, Actor.Portal, cancellationToken);
            if (member.PlanId is null)
            {
                End(member, ProfileStage.Done, "");
            }

            return;
        }

        var plan = await plans.GetAsync(id, Actor.Portal, cancellationToken);
        if (plan.State == PlanState.Checking)
        {
            return;
        }

        switch (await ProfileHolds.HoldAsync(db, plan.Request, member.ClusterId, cancellationToken))
        {
            case PlanHold.Stale:
                member.PlanId = null;
                return;
            case PlanHold.Busy:
                return;
        }

        // What is refused is named, and holds up nothing else.
        member.Reason = Bound(plan.Failure is { } failure ? $"{failure.What}: {failure.Why}"
            : string.Join(" ", plan.Refusals.Select(refusal => $"{refusal.Component}: {refusal.Problem.Why}")));
        var changes = plan.Changes.Where(view => view.Change.Kind != ChangeKind.Keep).ToList();
        if (changes.Count == 0)
        {
            End(member, member.Reason.Length == 0 ? ProfileStage.Done : ProfileStage.Failed, member.Reason);
            return;
        }

        member.Brought = [.. member.Brought.Union(changes.Where(view => view.Change is { Kind: ChangeKind.Install, Part: null }).Select(view => view.Change.Component))];
        await ApplyAsync(db, id, cancellationToken);
        member.Stage = ProfileStage.Applying;
    }

    /// <summary>What the profile brought goes, where that was chosen; the rest of the cluster stays as it is.</summary>
    private async Task LeaveAsync(PortalDbContext db, ProfileMember member, CancellationToken cancellationToken)
    {
        var here = await db.ComponentReleases.Where(release => release.ClusterId == member.ClusterId && member.Brought.Contains(release.Component))
            .Select(release => release.Component).ToListAsync(cancellationToken);
        var content = await ContentAsync(member, cancellationToken);
        if (member.CleanUp && await ProfileHolds.IsBusyAsync(db, member.FleetId, content, cancellationToken))
        {
            return;
        }

        var spanning = member.CleanUp ? await systems.LeaveAsync(db, member.FleetId, content, member.ClusterId, cancellationToken) : [];
        if (!member.CleanUp || here.Count + spanning.Count == 0)
        {
            db.ProfileMembers.Remove(member);
            return;
        }

        member.PlanId = await PlanLeaveAsync([.. here.Select(component => new PlanItem(component, [member.ClusterId], WishKind.Uninstall))], spanning, cancellationToken);
        member.Stage = ProfileStage.Cleaning;
        if (member.PlanId is null)
        {
            db.ProfileMembers.Remove(member);
        }
    }

    /// <summary>A system that cannot do without the cluster keeps it: its other clusters must not suffer. The rest goes all the same.</summary>
    private async Task<Guid?> PlanLeaveAsync(IReadOnlyList<PlanItem> items, IReadOnlyList<PlanSystem> systems, CancellationToken cancellationToken)
    {
        try
        {
            return (await plans.CreateAsync(new PlanRequest(items, Systems: systems.Count == 0 ? null : systems), Actor.Portal, cancellationToken)).Id;
        }
        catch (ProblemException refused) when (systems.Count > 0 && refused.Problem.Kind == ProblemKind.Invalid)
        {
            return items.Count == 0 ? null : (await plans.CreateAsync(new PlanRequest(items), Actor.Portal, cancellationToken)).Id;
        }
    }

    private async Task FollowAsync(PortalDbContext db, ProfileMember member, CancellationToken cancellationToken)
    {
        var operation = await db.Operations.AsNoTracking().Where(row => row.Id == member.PlanId)
            .Select(row => new { row.State, row.ErrorWhy }).SingleOrDefaultAsync(cancellationToken);
        if (operation is null)
        {
            var plan = await plans.GetAsync(member.PlanId!.Value, Actor.Portal, cancellationToken);
            var hold = await ProfileHolds.HoldAsync(db, plan.Request, member.ClusterId, cancellationToken);
            if (hold == PlanHold.Stale && member.Stage == ProfileStage.Cleaning)
            {
                await LeaveAsync(db, member, cancellationToken);
            }
            else if (plan.State == PlanState.Ready && hold == PlanHold.None)
            {
                await ApplyAsync(db, plan.Id, cancellationToken);
            }
            else if (plan.State == PlanState.Failed)
            {
                End(member, ProfileStage.Failed, $"{plan.Failure?.What}: {plan.Failure?.Why}");
            }

            return;
        }

        if (operation.State is OperationState.Queued or OperationState.Running)
        {
            return;
        }

        if (member.Stage == ProfileStage.Cleaning && operation.State == OperationState.Succeeded)
        {
            db.ProfileMembers.Remove(member);
            return;
        }

        if (member.Stage == ProfileStage.Cleaning)
        {
            // Once is enough: what is left is in its operation, and the cluster's new fleet has its turn.
            member.CleanUp = false;
        }

        var sound = operation.State == OperationState.Succeeded && member.Reason.Length == 0;
        End(member, sound ? ProfileStage.Done : ProfileStage.Failed, operation.State == OperationState.Succeeded ? member.Reason : $"{member.Reason} {operation.ErrorWhy}".Trim());
    }

    /// <summary>One that was deleted since has nothing to say any more.</summary>
    private async Task<ProfileContent> ContentAsync(ProfileMember member, CancellationToken cancellationToken)
    {
        try
        {
            return (await profiles.GetAsync(member.Profile, cancellationToken)).Content;
        }
        catch (ProblemException gone) when (gone.Problem.Kind == ProblemKind.NotFound)
        {
            return new ProfileContent(member.Profile, "", "", []);
        }
    }

    /// <summary>One that was applied by a worker that died before it said so is not applied again.</summary>
    private async Task ApplyAsync(PortalDbContext db, Guid plan, CancellationToken cancellationToken)
    {
        if (!await db.Operations.AnyAsync(operation => operation.Id == plan, cancellationToken))
        {
            await plans.ApplyAsync(plan, new RolloutSettings(1, FailurePolicy.Continue, []), Actor.Portal, cancellationToken);
        }
    }

    private void End(ProfileMember member, ProfileStage stage, string reason)
    {
        member.Stage = stage;
        member.Reason = Bound(reason);
        member.At = clock.GetUtcNow();
    }

    private static string Bound(string text) => text.Length <= MaxReason ? text : text[..(MaxReason - 1)] + "…";
}
