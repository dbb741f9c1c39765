using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;
using Portal.Core.Namespaces;

namespace Portal.Core.Distribution.Applications;

internal sealed class ApplicationTable : IEntityTypeConfiguration<Application>
{
    public void Configure(EntityTypeBuilder<Application> builder)
    {
        builder.ToTable("applications");
        builder.Property(row => row.Name).HasMaxLength(48);
        builder.Property(row => row.Description).HasMaxLength(1000);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(32);
        builder.Property(row => row.StateReason).HasMaxLength(2000);
        builder.Property(row => row.CreatedBy).HasMaxLength(256);
        builder.Property(row => row.Version).IsRowVersion();
        builder.HasIndex(row => row.Name).IsUnique();
        builder.HasIndex(row => row.FleetId);
        builder.HasIndex(row => row.RebalanceDueAt).HasFilter("rebalance_due_at IS NOT NULL");
        builder.HasIndex(row => row.NamespaceId).IsUnique();
        builder.HasOne<TeamNamespace>().WithMany().HasForeignKey(row => row.NamespaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(row => row.Fleet).WithMany().HasForeignKey(row => row.FleetId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(row => row.Revisions).WithOne().HasForeignKey(revision => revision.ApplicationId);
        builder.HasMany(row => row.Clusters).WithOne().HasForeignKey(cluster => cluster.ApplicationId);
    }
}

internal sealed class ApplicationRevisionTable : IEntityTypeConfiguration<ApplicationRevision>
{
    public void Configure(EntityTypeBuilder<ApplicationRevision> builder)
    {
        builder.ToTable("application_revisions");
        builder.Property(row => row.Note).HasMaxLength(1000);
        builder.Property(row => row.CreatedBy).HasMaxLength(256);
        builder.Property(row => row.Policy).StoredAsJson();
        builder.Property(row => row.Origin).StoredAsJson();
        builder.HasIndex(row => new { row.ApplicationId, row.Number }).IsUnique();
    }
}

internal sealed class ApplicationClusterTable : IEntityTypeConfiguration<ApplicationCluster>
{
    public void Configure(EntityTypeBuilder<ApplicationCluster> builder)
    {
        builder.ToTable("application_clusters");
        builder.HasKey(row => new { row.ApplicationId, row.ClusterId });
        builder.Property(row => row.Replicas).HasColumnType("jsonb").HasConversion(
            replicas => JsonSerializer.Serialize(replicas, JsonSerializerOptions.Web),
            text => JsonSerializer.Deserialize<Dictionary<string, int>>(text, JsonSerializerOptions.Web)!,
            new ValueComparer<Dictionary<string, int>>((one, other) => ReferenceEquals(one, other), _ => 0, replicas => replicas));
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(32);
        builder.Property(row => row.Reason).HasMaxLength(2000);
        builder.HasOne(row => row.Cluster).WithMany().HasForeignKey(row => row.ClusterId);
    }
}

internal sealed class ApplicationObjectTable : IEntityTypeConfiguration<ApplicationObject>
{
    public void Configure(EntityTypeBuilder<ApplicationObject> builder)
    {
        builder.ToTable("application_objects");
        builder.HasKey(row => new { row.ApplicationId, row.ClusterId, row.Group, row.Kind, row.Namespace, row.Name });
        builder.Property(row => row.Group).HasMaxLength(253);
        builder.Property(row => row.Kind).HasMaxLength(63);
        builder.Property(row => row.Namespace).HasMaxLength(63);
        builder.Property(row => row.Name).HasMaxLength(253);
        builder.Property(row => row.ApiVersion).HasMaxLength(253);
        builder.Property(row => row.Uid).HasMaxLength(64);
        builder.Property(row => row.Health).HasConversion<string>().HasMaxLength(32);
        builder.Property(row => row.HealthReason).HasMaxLength(2000);
        builder.Property(row => row.HealthSince).HasColumnName("checked_at");
        builder.Ignore(row => row.Label);
        builder.HasOne(row => row.Cluster).WithMany().HasForeignKey(row => row.ClusterId);
        builder.HasOne<Application>().WithMany().HasForeignKey(row => row.ApplicationId);
    }
}
