using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Access.Factors;
using Portal.Core.Access.Kubeconfigs;
using Portal.Core.Access.OpenId;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Adoption;
using Portal.Core.Components.Drift;
using Portal.Core.Components.Edge;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Profiles;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Rebalance;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Fleets;
using Portal.Core.GoldenPaths;
using Portal.Core.Monitoring.ApplicationMetrics;
using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces.Sources;
using Portal.Core.Namespaces;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;
using Portal.Core.Teams;

namespace Portal.Core.Data;

/// <summary>All of the portal's tables. Made per unit of work by IDbContextFactory; never held by a page.</summary>
public sealed partial class PortalDbContext(DbContextOptions<PortalDbContext> options)
    : IdentityDbContext<PortalUser, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Team> Teams => Set<Team>();

    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();

    public DbSet<Fleet> Fleets => Set<Fleet>();

    public DbSet<Cluster> Clusters => Set<Cluster>();

    public DbSet<ClusterInventory> ClusterInventories => Set<ClusterInventory>();

    public DbSet<ClusterCredential> ClusterCredentials => Set<ClusterCredential>();

    public DbSet<ClusterHealthEvent> ClusterHealthEvents => Set<ClusterHealthEvent>();

    public DbSet<JoinToken> JoinTokens => Set<JoinToken>();

    public DbSet<OnboardingPolicy> OnboardingPolicies => Set<OnboardingPolicy>();

    public DbSet<ClusterRequest> ClusterRequests => Set<ClusterRequest>();

    public DbSet<ClusterRequestEvent> ClusterRequestEvents => Set<ClusterRequestEvent>();

    public DbSet<NamespacePolicy> NamespacePolicies => Set<NamespacePolicy>();

    public DbSet<TeamNamespace> TeamNamespaces => Set<TeamNamespace>();

    public DbSet<TeamNamespaceEvent> TeamNamespaceEvents => Set<TeamNamespaceEvent>();

    public DbSet<Operation> Operations => Set<Operation>();

    public DbSet<OperationStep> OperationSteps => Set<OperationStep>();

    public DbSet<OperationLogLine> OperationLog => Set<OperationLogLine>();

    public DbSet<RolloutChange> RolloutChanges => Set<RolloutChange>();

    public DbSet<RolloutWave> RolloutWaves => Set<RolloutWave>();

    public DbSet<RolloutControl> RolloutControls => Set<RolloutControl>();

    public DbSet<ComponentRelease> ComponentReleases => Set<ComponentRelease>();

    public DbSet<ComponentRevision> ComponentRevisions => Set<ComponentRevision>();

    public DbSet<StoredPlan> ComponentPlans => Set<StoredPlan>();

    public DbSet<PlannedObject> ComponentPlanObjects => Set<PlannedObject>();

    public DbSet<EdgeJoin> EdgeJoins => Set<EdgeJoin>();

    public DbSet<InstalledSystem> Systems => Set<InstalledSystem>();

    public DbSet<InstalledSystemMember> SystemMembers => Set<InstalledSystemMember>();

    public DbSet<SystemStepRecord> SystemSteps => Set<SystemStepRecord>();

    public DbSet<SystemOutput> SystemOutputs => Set<SystemOutput>();

    public DbSet<DiscoveredRelease> DiscoveredReleases => Set<DiscoveredRelease>();

    public DbSet<ClusterDiscovery> ClusterDiscoveries => Set<ClusterDiscovery>();

    public DbSet<ReleaseDrift> ReleaseDrifts => Set<ReleaseDrift>();

    public DbSet<AcceptedDrift> AcceptedDrifts => Set<AcceptedDrift>();

    public DbSet<StoredProfile> Profiles => Set<StoredProfile>();

    public DbSet<FleetProfile> FleetProfiles => Set<FleetProfile>();

    public DbSet<ProfileMember> ProfileMembers => Set<ProfileMember>();

    public DbSet<MetricsSource> MetricsSources => Set<MetricsSource>();

    public DbSet<GlobalEngine> GlobalEngines => Set<GlobalEngine>();

    public DbSet<AlertmanagerSource> AlertmanagerSources => Set<AlertmanagerSource>();

    public DbSet<TraceSource> TraceSources => Set<TraceSource>();

    public DbSet<Board> Boards => Set<Board>();

    public DbSet<PortalAlert> PortalAlerts => Set<PortalAlert>();

    public DbSet<NotificationChannel> NotificationChannels => Set<NotificationChannel>();

    public DbSet<NotificationMessage> NotificationMessages => Set<NotificationMessage>();

    public DbSet<NotificationDelivery> NotificationDeliveries => Set<NotificationDelivery>();

    public DbSet<ApplicationMetric> ApplicationMetrics => Set<ApplicationMetric>();

    public DbSet<SystemConnection> SystemConnections => Set<SystemConnection>();

    public DbSet<Application> Applications => Set<Application>();

    public DbSet<GoldenPath> GoldenPaths => Set<GoldenPath>();

    public DbSet<ApplicationRevision> ApplicationRevisions => Set<ApplicationRevision>();

    public DbSet<ApplicationSource> ApplicationSources => Set<ApplicationSource>();

    public DbSet<ApplicationCluster> ApplicationClusters => Set<ApplicationCluster>();

    public DbSet<ApplicationObject> ApplicationObjects => Set<ApplicationObject>();

    public DbSet<ApplicationEviction> ApplicationEvictions => Set<ApplicationEviction>();

    public DbSet<ApplicationProposal> ApplicationProposals => Set<ApplicationProposal>();

    public DbSet<ApplicationMember> ApplicationMembers => Set<ApplicationMember>();

    public DbSet<ApplicationPreview> ApplicationPreviews => Set<ApplicationPreview>();

    public DbSet<ApplicationPreviewObject> ApplicationPreviewObjects => Set<ApplicationPreviewObject>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditLink> AuditLinks => Set<AuditLink>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<KubeconfigToken> KubeconfigTokens => Set<KubeconfigToken>();

    public DbSet<UserSession> UserSessions => Set<UserSession>();

    public DbSet<ExternalIdentity> ExternalIdentities => Set<ExternalIdentity>();

    public DbSet<UsedLogoutToken> UsedLogoutTokens => Set<UsedLogoutToken>();

    public DbSet<GroupMapping> GroupMappings => Set<GroupMapping>();

    public DbSet<AccountFactors> AccountFactors => Set<AccountFactors>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<PasskeyChallenge> PasskeyChallenges => Set<PasskeyChallenge>();

    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Words, not numbers: a row can be read without the code, and an enum can be reordered.
        configurationBuilder.Properties<ClusterKind>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<ClusterState>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<OperationState>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<StepState>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<LineLevel>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<RolloutStage>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<RolloutChangeState>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<ReleaseState>().HaveConversion<string>().HaveMaxLength(32);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasPostgresExtension("pg_trgm");
        builder.HasCollation(ClusterTable.NaturalOrder, locale: "en-u-kn-true", provider: "icu");
        builder.Entity<PortalUser>().ToTable("users").Property(user => user.RoleProvider).HasMaxLength(32);
        builder.Entity<IdentityRole<Guid>>().ToTable("roles");
        builder.Entity<IdentityUserRole<Guid>>().ToTable("user_roles");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims");
        builder.ApplyConfigurationsFromAssembly(typeof(PortalDbContext).Assembly);
    }
}
