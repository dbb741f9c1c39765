using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Edge;
using Portal.Core.Components.Profiles;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Rebalance;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Fleets;
using Portal.Core.GoldenPaths;
using Portal.Core.Namespaces;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;
using Portal.Core.Teams;

namespace Portal.Core.Data;

public sealed partial class PortalDbContext
{
    /// <summary>The teams to which a context of <see cref="TeamModel"/> is kept; null in a context over everything.</summary>
    internal Guid[]? OwnTeams { get; init; }

    /// <summary>Says of each table which of its rows a team owns. A table of which nothing is said here holds no row.</summary>
    internal void KeepToTeams(ModelBuilder builder)
    {
        // Operations outlive their clusters: what is asked of this is whether a cluster is still there, whoever owns it.
        builder.Entity<KnownCluster>().HasNoKey().ToSqlQuery("SELECT id FROM clusters");

        builder.Entity<Team>().HasQueryFilter(team => OwnTeams!.Contains(team.Id));
        builder.Entity<TeamMember>().HasQueryFilter(member => OwnTeams!.Contains(member.TeamId));
        builder.Entity<PortalUser>().HasQueryFilter(user =>
            Set<TeamMember>().Any(member => member.UserId == user.Id && OwnTeams!.Contains(member.TeamId)));
        builder.Entity<Fleet>().HasQueryFilter(fleet => OwnTeams!.Contains(fleet.TeamId));
        builder.Entity<Cluster>().HasQueryFilter(cluster => OwnTeams!.Contains(cluster.Fleet!.TeamId));
        builder.Entity<OnboardingPolicy>().HasQueryFilter(policy => policy.TeamId == null || OwnTeams!.Contains(policy.TeamId.Value));
        builder.Entity<ClusterRequest>().HasQueryFilter(request => OwnTeams!.Contains(request.TeamId));
        builder.Entity<ClusterRequestEvent>().HasQueryFilter(row => Set<ClusterRequest>().Any(request => request.Id == row.RequestId));
        builder.Entity<NamespacePolicy>().HasQueryFilter(policy => policy.TeamId == null || OwnTeams!.Contains(policy.TeamId.Value));
        builder.Entity<TeamNamespace>().HasQueryFilter(row => OwnTeams!.Contains(row.TeamId));
        builder.Entity<TeamNamespaceEvent>().HasQueryFilter(row => Set<TeamNamespace>().Any(space => space.Id == row.NamespaceId));
        KeepToClusters(builder);
        KeepToOperations(builder);
        builder.Entity<FleetProfile>().HasQueryFilter(row => Set<Fleet>().Any(fleet => fleet.Id == row.FleetId));
        KeepToApplications(builder);

        foreach (var entity in builder.Model.GetEntityTypes().Where(IsClosed).ToList())
        {
            entity.SetQueryFilter(Expression.Lambda(Expression.Constant(false), Expression.Parameter(entity.ClrType)));
        }
    }

    private void KeepToClusters(ModelBuilder builder)
    {
        builder.Entity<ClusterInventory>().HasQueryFilter(row => Set<Cluster>().Any(cluster => cluster.Id == row.ClusterId));
        builder.Entity<ClusterCredential>().HasQueryFilter(row => Set<Cluster>().Any(cluster => cluster.Id == row.ClusterId));
        builder.Entity<ClusterHealthEvent>().HasQueryFilter(row => Set<Cluster>().Any(cluster => cluster.Id == row.ClusterId));
        builder.Entity<ComponentRelease>().HasQueryFilter(row => Set<Cluster>().Any(cluster => cluster.Id == row.ClusterId));
        builder.Entity<EdgeJoin>().HasQueryFilter(row => Set<Cluster>().Any(cluster => cluster.Id == row.ClusterId));
        builder.Entity<ProfileMember>().HasQueryFilter(row => Set<Cluster>().Any(cluster => cluster.Id == row.ClusterId));
    }

    private void KeepToApplications(ModelBuilder builder)
    {
        builder.Entity<Application>().HasQueryFilter(application => Set<Fleet>().Any(fleet => fleet.Id == application.FleetId));
        builder.Entity<GoldenPath>().HasQueryFilter(path => path.State == GoldenPathState.Published);
        builder.Entity<ApplicationRevision>().HasQueryFilter(row => Set<Application>().Any(application => application.Id == row.ApplicationId));
        builder.Entity<ApplicationSource>().HasQueryFilter(row => Set<Application>().Any(application => application.Id == row.ApplicationId));
        builder.Entity<ApplicationProposal>().HasQueryFilter(row => Set<Application>().Any(application => application.Id == row.ApplicationId));
        builder.Entity<ApplicationMember>().HasQueryFilter(row => Set<Application>().Any(application => application.Id == row.ApplicationId));
        // A namespace may be on clusters that its team does not own: what it would be there, the team sees.
        builder.Entity<ApplicationPreview>().HasQueryFilter(preview => OwnTeams!.Contains(preview.TeamId!.Value)
            || Set<Fleet>().Any(fleet => fleet.Id == preview.FleetId));
        builder.Entity<ApplicationPreviewObject>().HasQueryFilter(row => Set<ApplicationPreview>().Any(preview => preview.Id == row.PreviewId
            && (OwnTeams!.Contains(preview.TeamId!.Value) || Set<Cluster>().Any(cluster => cluster.Id == row.ClusterId))));

        // A cluster that moved to another team took what runs there along.
        builder.Entity<ApplicationCluster>().HasQueryFilter(row => Set<Application>().Any(application => application.Id == row.ApplicationId)
            && Set<Cluster>().Any(cluster => cluster.Id == row.ClusterId));
        builder.Entity<ApplicationObject>().HasQueryFilter(row => Set<Application>().Any(application => application.Id == row.ApplicationId)
            && Set<Cluster>().Any(cluster => cluster.Id == row.ClusterId));
        builder.Entity<ApplicationEviction>().HasQueryFilter(row => Set<Application>().Any(application => application.Id == row.ApplicationId)
            && Set<Cluster>().Any(cluster => cluster.Id == row.ClusterId));
    }

    private void KeepToOperations(ModelBuilder builder)
    {
        // A cluster that moved to another team took its operations along; those of one that left stay with its fleet.
        builder.Entity<Operation>().HasQueryFilter(operation =>
            Set<Cluster>().Any(cluster => cluster.Id == operation.ClusterId)
            || (Set<Fleet>().Any(fleet => fleet.Id == operation.FleetId)
                && !Set<KnownCluster>().Any(cluster => cluster.Id == operation.ClusterId)));
        builder.Entity<OperationStep>().HasQueryFilter(step => Set<Operation>().Any(operation => operation.Id == step.OperationId));
        builder.Entity<OperationLogLine>().HasQueryFilter(line => Set<Operation>().Any(operation => operation.Id == line.OperationId));
        builder.Entity<RolloutChange>().HasQueryFilter(change => Set<Operation>().Any(operation => operation.Id == change.RolloutId)
            && (Set<Cluster>().Any(cluster => cluster.Id == change.ClusterId) || !Set<KnownCluster>().Any(cluster => cluster.Id == change.ClusterId)));
        builder.Entity<RolloutWave>().HasQueryFilter(wave => Set<Operation>().Any(operation => operation.Id == wave.RolloutId));
        builder.Entity<RolloutControl>().HasQueryFilter(control => Set<Operation>().Any(operation => operation.Id == control.RolloutId));
    }

    private static bool IsClosed(IMutableEntityType entity) =>
        entity.BaseType is null && !entity.IsOwned() && entity.ClrType != typeof(KnownCluster) && entity.GetDeclaredQueryFilters().Count == 0;

    private sealed class KnownCluster
    {
        public Guid Id { get; init; }
    }
}
