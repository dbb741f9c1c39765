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
    FleetProfiles fleets, ProfileArrivals arrivals, ProfileLeaving leaving, IComponentPlans plans, IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : IRecurringJob
{
    private const int AtOnce = 50;
    private const int MaxReason = 2000;
    private static readonly ProfileStage[] Moving = [ProfileStage.Planning, ProfileStage.Applying, ProfileStage.Cleaning];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await arrivals.NoteAsync(cancellationToken);
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

    private async Task TakeAsync(PortalDbContext db, ProfileMember member, Guid fleet, CancellationToken cancellationToken)
    {
        try
        {
            if (fleet != member.FleetId && member.Stage is not (ProfileStage.Applying or ProfileStage.Cleaning))
            {
                await leaving.LeaveAsync(db, member, cancellationToken);
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
            if (await ProfileHolds.IsBusyAsync(db, member.FleetId, await leaving.ContentAsync(member, cancellationToken), cancellationToken))
            {
                return;
            }

            member.PlanId = await fleets.PlanAsync(member.FleetId, member.ClusterId, Actor.Portal, cancellationToken, member.Profile);
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
                await leaving.LeaveAsync(db, member, cancellationToken);
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
