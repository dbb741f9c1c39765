using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Clusters;

internal sealed class ClusterTable : IEntityTypeConfiguration<Cluster>
{
    /// <summary>A stored column: what a search looks in, lower-case, with labels as "key=value".</summary>
    public const string SearchText = "SearchText";

    /// <summary>A collation that sorts v1.9 before v1.10.</summary>
    public const string NaturalOrder = "natural_order";

    public void Configure(EntityTypeBuilder<Cluster> builder)
    {
        // Health checks update every row each minute: the room left in each page lets them do so without touching an index.
        builder.ToTable("clusters").HasStorageParameter("fillfactor", 70);
        builder.Property(cluster => cluster.Name).HasMaxLength(48);
        builder.Property(cluster => cluster.PeopleBoundTo).HasMaxLength(63);
        builder.Property(cluster => cluster.Provider).HasMaxLength(63);
        builder.Property(cluster => cluster.Region).HasMaxLength(63);
        builder.Property(cluster => cluster.Zone).HasMaxLength(63);
        builder.Property(cluster => cluster.ApiServer).HasMaxLength(2048);
        builder.Property(cluster => cluster.TlsServerName).HasMaxLength(253).HasDefaultValue("");
        builder.Property(cluster => cluster.ClusterUid).HasMaxLength(64);
        builder.Property(cluster => cluster.KubernetesVersion).HasMaxLength(64);
        builder.Property(cluster => cluster.StateReason).HasMaxLength(2000);
        builder.Property(cluster => cluster.CreatedBy).HasMaxLength(256);
        builder.Property(cluster => cluster.Labels).HasColumnType("jsonb");
        builder.Property(cluster => cluster.Taints).HasColumnType("jsonb");
        builder.Property(cluster => cluster.Version).HasConversion<long>().IsConcurrencyToken().HasDefaultValue(1u);
        builder.Property<string>(SearchText).HasComputedColumnSql(
            """
            lower(name || ' ' || provider || ' ' || region || ' ' || kubernetes_version || ' '
                || translate(replace(labels::text, '": "', '='), '{}"', '   '))
            """,
            stored: true);
        builder.HasIndex(SearchText).HasMethod("gin").HasOperators("gin_trgm_ops");
        builder.HasIndex(cluster => cluster.Name).IsUnique();
        builder.HasIndex(cluster => cluster.ClusterUid).IsUnique();
        builder.HasIndex(cluster => new { cluster.FleetId, cluster.Name });
        builder.HasIndex(cluster => new { cluster.State, cluster.Name });
        builder.HasIndex(cluster => new { cluster.Provider, cluster.Region });
        builder.HasOne(cluster => cluster.Fleet).WithMany().HasForeignKey(cluster => cluster.FleetId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClusterInventoryTable : IEntityTypeConfiguration<ClusterInventory>
{
    public void Configure(EntityTypeBuilder<ClusterInventory> builder)
    {
        builder.ToTable("cluster_inventories");
        builder.HasKey(inventory => inventory.ClusterId);
        builder.Property(inventory => inventory.NodeList).HasColumnType("jsonb");
        builder.Property(inventory => inventory.Conditions).HasColumnType("jsonb");
        builder.HasOne(inventory => inventory.Cluster).WithOne().HasForeignKey<ClusterInventory>(inventory => inventory.ClusterId);
    }
}

internal sealed class ClusterCredentialTable : IEntityTypeConfiguration<ClusterCredential>
{
    public void Configure(EntityTypeBuilder<ClusterCredential> builder)
    {
        builder.ToTable("cluster_credentials");
        builder.HasKey(credential => credential.ClusterId);
        builder.Property(credential => credential.RenewalProblem).HasMaxLength(2000);
        builder.HasIndex(credential => credential.RenewAt);
        builder.HasOne(credential => credential.Cluster).WithOne().HasForeignKey<ClusterCredential>(credential => credential.ClusterId);
    }
}

internal sealed class ClusterHealthEventTable : IEntityTypeConfiguration<ClusterHealthEvent>
{
    public void Configure(EntityTypeBuilder<ClusterHealthEvent> builder)
    {
        builder.ToTable("cluster_health_events");
        builder.Property(change => change.Reason).HasMaxLength(2000);
        builder.HasIndex(change => new { change.ClusterId, change.At }).IsDescending(false, true);
        builder.HasOne<Cluster>().WithMany().HasForeignKey(change => change.ClusterId);
    }
}

internal sealed class JoinTokenTable : IEntityTypeConfiguration<JoinToken>
{
    public void Configure(EntityTypeBuilder<JoinToken> builder)
    {
        builder.ToTable("join_tokens");
        builder.Property(token => token.CreatedBy).HasMaxLength(256);
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasOne(token => token.Cluster).WithMany().HasForeignKey(token => token.ClusterId);

        // One live token a cluster: a new one replaces the old.
        builder.HasIndex(token => token.ClusterId).IsUnique().HasFilter("used_at IS NULL AND revoked_at IS NULL");
    }
}
