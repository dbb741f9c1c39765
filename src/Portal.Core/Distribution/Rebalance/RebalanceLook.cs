using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Sources;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Distribution.Rebalance;

/// <summary>Places an application anew by the room that its clusters have now, and proposes what would be better, or does it.</summary>
public sealed class RebalanceLook(IDbContextFactory<PortalDbContext> contexts, RebalanceMove move, SecretProtector protector, TimeProvider clock)
{
    /// <summary>Does nothing while the application is being changed, or moved away from a lost cluster.</summary>
    public async Task RunAsync(Guid applicationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var application = await db.Applications.SingleOrDefaultAsync(row => row.Id == applicationId, cancellationToken);
        if (application is not { State: ApplicationState.Delivered, DeliveredRevision: { } number, RebalanceDueAt: not null, ControlPlaneId: null })
        {
            return;
        }

        var revision = await db.ApplicationRevisions.AsNoTracking().SingleAsync(row => row.ApplicationId == applicationId && row.Number == number, cancellationToken);
        var now = clock.GetUtcNow();
        application.RebalanceDueAt = revision.Policy.Rebalance is { } every ? now.AddSeconds(every.IntervalSeconds) : null;
        if (revision.Policy.Rebalance is { } policy && !await db.ApplicationEvictions.AnyAsync(row => row.ApplicationId == applicationId && row.EndedAt == null, cancellationToken))
        {
            await ProposeAsync(db, application, revision, policy, cancellationToken);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsTaken("ix_application_proposals_open"))
        {
            // Somebody delivers it, or decides on a proposal, at this moment: the next look tells what is left.
        }
    }

    private async Task ProposeAsync(PortalDbContext db, Application application, ApplicationRevision revision, RebalancePolicy policy, CancellationToken cancellationToken)
    {
        var open = await db.ApplicationProposals.SingleOrDefaultAsync(row => row.ApplicationId == application.Id && row.State == ProposalState.Open, cancellationToken);
        var dismissed = await db.ApplicationProposals.AsNoTracking().Where(row => row.ApplicationId == application.Id && row.State == ProposalState.Dismissed)
            .OrderByDescending(row => row.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        var found = await OutcomeAsync(db, application, revision, policy, cancellationToken);
        if (found is null || found.Moves.Count == 0)
        {
            open?.Become(ProposalState.Superseded, "No other placement is better any more.");
            return;
        }

        // What a person has turned down is not asked again.
        if (open?.Moves.SequenceEqual(found.Moves) == true || dismissed?.Moves.SequenceEqual(found.Moves) == true)
        {
            return;
        }

        open?.Become(ProposalState.Superseded, "A newer proposal has taken its place.");
        var rows = await db.ApplicationClusters.AsNoTracking().Where(row => row.ApplicationId == application.Id).ToListAsync(cancellationToken);
        var deletions = await DeletionsAsync(db, application.Id, RebalanceMove.Plan(rows, found.Moves).Leaving, cancellationToken);
        var proposal = new ApplicationProposal
        {
            ApplicationId = application.Id,
            Revision = revision.Number,
            Moves = [.. found.Moves],
            Reason = Reason(found.Moved, found.Wanted, found.All),
            Deletions = deletions,
            CreatedAt = clock.GetUtcNow(),
        };
        db.ApplicationProposals.Add(proposal);
        if (policy.Mode == RebalanceMode.Automatic && deletions is null)
        {
            await move.AddAsync(db, application, proposal, proposal.Reason, Actor.Portal, cancellationToken);
        }
    }

    private static string Reason(int moved, int wanted, int all) => moved < wanted
        ? $"Rebalance: by the room that clusters have now, {wanted} of {all} replicas would be placed elsewhere. The budget allows {moved} at once."
        : $"Rebalance: by the room that clusters have now, {moved} of {all} replicas would be placed elsewhere.";

    /// <summary>How many objects would go, where that has to be confirmed.</summary>
    private static async Task<int?> DeletionsAsync(PortalDbContext db, Guid application, IReadOnlyList<ApplicationCluster> leaving, CancellationToken cancellationToken)
    {
        var ids = leaving.Select(row => row.ClusterId).ToList();
        var managed = await db.ApplicationObjects.CountAsync(row => row.ApplicationId == application, cancellationToken);
        var deletions = await db.ApplicationObjects.CountAsync(row => row.ApplicationId == application && ids.Contains(row.ClusterId) && row.Created, cancellationToken);
        return DeletionGuard.Reason(deletions, managed) is null ? null : deletions;
    }

    /// <summary>Null where it cannot be placed anew.</summary>
    private async Task<RebalanceOutcome?> OutcomeAsync(
        PortalDbContext db, Application application, ApplicationRevision revision, RebalancePolicy policy, CancellationToken cancellationToken)
    {
        try
        {
            var source = ManifestSource.Read(protector.Unprotect(SecretProtector.ApplicationSource, revision.ProtectedSource));
            var plan = await DeliveryPlanner.PlanAsync(db, application.FleetId, application.Id, source, revision.Policy, null, cancellationToken, wish: new PlanWish(Fresh: true));
            var rows = plan.Rows.Where(row => row.Revision is not null).ToDictionary(row => row.ClusterId, row => row.Replicas);
            var zones = plan.Rows.ToDictionary(row => row.ClusterId, row => row.Cluster!.Zone);
            return plan.Preview.Refusals.Count > 0 ? null : RebalanceRules.Moves(
                [.. plan.Preview.Clusters.Where(cluster => cluster.In || rows.ContainsKey(cluster.ClusterId)).Select(cluster => Balanced(cluster, rows, zones))],
                policy, revision.Policy.Placement.SpreadConstraints);
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            return null;
        }
    }

    private static BalancedCluster Balanced(PreviewCluster cluster, Dictionary<Guid, Dictionary<string, int>> rows, Dictionary<Guid, string> zones) => new(
        cluster.ClusterId, cluster.ClusterName, cluster.Provider, cluster.Region, zones.GetValueOrDefault(cluster.ClusterId, cluster.ClusterName),
        rows.GetValueOrDefault(cluster.ClusterId) ?? [], cluster.Replicas);
}
