using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;
using Portal.Core.Fleets;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Teams;

namespace Portal.Core.Namespaces;

internal sealed class NamespacePolicyTable : IEntityTypeConfiguration<NamespacePolicy>
{
    public void Configure(EntityTypeBuilder<NamespacePolicy> builder)
    {
        builder.ToTable("namespace_policies");
        builder.Property(policy => policy.Limits).StoredAsJson();
        builder.Property(policy => policy.UpdatedBy).HasMaxLength(256);
        builder.Property(policy => policy.Version).IsRowVersion();
        builder.HasIndex(policy => policy.TeamId).IsUnique().AreNullsDistinct(false);
        builder.HasOne<Team>().WithMany().HasForeignKey(policy => policy.TeamId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class TeamNamespaceTable : IEntityTypeConfiguration<TeamNamespace>
{
    public void Configure(EntityTypeBuilder<TeamNamespace> builder)
    {
        builder.ToTable("team_namespaces");
        builder.Property(row => row.Name).HasMaxLength(63);
        builder.Property(row => row.Wanted).StoredAsJson();
        builder.Property(row => row.Approved).StoredAsJson();
        builder.Property(row => row.ContentHash).HasMaxLength(64);
        builder.Property(row => row.ApprovedHash).HasMaxLength(64);
        builder.Property(row => row.RenderedHash).HasMaxLength(64);
        builder.Property(row => row.Ask).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.Checks).StoredAsJson();
        builder.Property(row => row.AskedBy).HasMaxLength(256);
        builder.Property(row => row.ChangedBy).HasMaxLength(256);
        builder.Property(row => row.ApprovedBy).HasMaxLength(256);
        builder.Property(row => row.Comment).HasMaxLength(1000);
        builder.Property(row => row.Obstacle).HasMaxLength(2000);
        builder.Property(row => row.Version).IsRowVersion();
        builder.HasIndex(row => new { row.TeamId, row.FleetId, row.Name }).IsUnique();
        builder.HasIndex(row => new { row.FleetId, row.Name });
        builder.HasIndex(row => new { row.Ask, row.ExpiresAt });
        builder.HasIndex(row => row.AskedAt);
        builder.HasIndex(row => row.DeletionOperationId);

        // What is on clusters has an application, whose key refuses that: only what was never approved goes along.
        builder.HasOne<Team>().WithMany().HasForeignKey(row => row.TeamId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Fleet>().WithMany().HasForeignKey(row => row.FleetId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class TeamNamespaceEventTable : IEntityTypeConfiguration<TeamNamespaceEvent>
{
    public void Configure(EntityTypeBuilder<TeamNamespaceEvent> builder)
    {
        builder.ToTable("team_namespace_events");
        builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.ActorName).HasMaxLength(256);
        builder.Property(row => row.Text).HasMaxLength(4000);
        builder.Property(row => row.ContentHash).HasMaxLength(64);
        builder.HasIndex(row => new { row.NamespaceId, row.At });
        builder.HasOne<TeamNamespace>().WithMany().HasForeignKey(row => row.NamespaceId).OnDelete(DeleteBehavior.Cascade);
    }
}
