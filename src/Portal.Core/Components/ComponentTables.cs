using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Components.Systems;

namespace Portal.Core.Components;

internal sealed class ComponentReleaseTable : IEntityTypeConfiguration<ComponentRelease>
{
    public void Configure(EntityTypeBuilder<ComponentRelease> builder)
    {
        builder.ToTable("component_releases");
        builder.Property(release => release.Component).HasMaxLength(63);
        builder.Property(release => release.ReleaseName).HasMaxLength(53);
        builder.Property(release => release.Namespace).HasMaxLength(63);
        builder.Property(release => release.Version).HasMaxLength(64);
        builder.Property(release => release.StateReason).HasMaxLength(2000);
        // Each change of a release sets it: two changes at once cannot both win.
        builder.Property(release => release.LastOperationId).IsConcurrencyToken();
        builder.HasIndex(release => new { release.ClusterId, release.Component }).IsUnique();
        builder.HasIndex(release => new { release.Component, release.State });
        builder.HasOne(release => release.Cluster).WithMany().HasForeignKey(release => release.ClusterId);
        builder.HasOne<InstalledSystem>().WithMany().HasForeignKey(release => release.SystemId).OnDelete(DeleteBehavior.SetNull);
    }
}

internal sealed class ComponentRevisionTable : IEntityTypeConfiguration<ComponentRevision>
{
    public void Configure(EntityTypeBuilder<ComponentRevision> builder)
    {
        builder.ToTable("component_revisions");
        builder.Property(revision => revision.Version).HasMaxLength(64);
        builder.Property(revision => revision.Action).HasMaxLength(64);
        builder.Property(revision => revision.ActorName).HasMaxLength(256);
        builder.HasIndex(revision => new { revision.ReleaseId, revision.Revision }).IsUnique();
        builder.HasOne<ComponentRelease>().WithMany(release => release.Revisions).HasForeignKey(revision => revision.ReleaseId);
    }
}
