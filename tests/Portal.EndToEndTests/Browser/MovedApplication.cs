using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Rebalance;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>An application that was moved away from a cluster, asks about another, and would be better placed. Never delivered, so that nothing moves it any more.</summary>
public static class MovedApplication
{
    public static async Task<Guid> AddAsync(FleetFixture fixture, Guid fleet, CancellationToken cancellationToken)
    {
        var policy = new PlacementPolicy { ReplicaScheduling = new ReplicaScheduling(ReplicaScheduling.Divided, ReplicaScheduling.Weighted, new WeightPreference(DynamicWeight: "AvailableReplicas")) };
        var id = (await fixture.Portal.Services.GetRequiredService<IApplications>().CreateAsync(
            new ApplicationRequest("basket", fleet, new ApplicationContent("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: basket}", policy)
            {
                Failover = new FailoverPolicy(60, FailoverReturn.Automatically),
                Rebalance = new RebalancePolicy(MaxReplicas: 4),
            }), Actor.Portal, cancellationToken)).Summary.Id;
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await fixture.Database.Contexts.CreateDbContextAsync(cancellationToken);
        var clusters = await db.Clusters.OrderBy(cluster => cluster.Name).Take(2).ToListAsync(cancellationToken);
        db.ApplicationEvictions.AddRange(
            Eviction(clusters[0].Id, EvictionState.Evicted, $"Fail-over: cluster {clusters[0].Name} has been unreachable since 2026-05-04 10:00:00 UTC.", now),
            Eviction(clusters[1].Id, EvictionState.Held, "3 of 5 clusters of the fleet were lost at once: the portal itself may be cut off. Look at it, and approve the move if they are really lost.", null));
        db.ApplicationProposals.Add(new ApplicationProposal
        {
            ApplicationId = id,
            Revision = 1,
            Moves = [.. clusters.Select((cluster, index) => new ProposedMove(cluster.Id, cluster.Name, "apps/Deployment/shop/basket", 6, index == 0 ? 10 : 2))],
            Reason = "Rebalance: by the room that clusters have now, 7 of 12 replicas would be placed elsewhere. The budget allows 4 at once.",
            CreatedAt = now,
        });
        await db.SaveChangesAsync(cancellationToken);
        return id;

        ApplicationEviction Eviction(Guid cluster, EvictionState state, string reason, DateTimeOffset? givenUp) => new()
        {
            ApplicationId = id,
            ClusterId = cluster,
            LostAt = now.AddMinutes(-9),
            State = state,
            StateSince = now.AddMinutes(-3),
            Reason = reason,
            GivenUpAt = givenUp,
        };
    }
}
