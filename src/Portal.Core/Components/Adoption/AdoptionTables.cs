using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Clusters;

namespace Portal.Core.Components.Adoption;

internal sealed class DiscoveredReleaseTable : IEntityTypeConfiguration<DiscoveredRelease>
{
    public void Configure(EntityTypeBuilder<DiscoveredRelease> builder)
    {
        builder.ToTable("discovered_releases");
        builder.HasKey(release => new { release.ClusterId, release.Namespace, release.Name });
        builder.Property(release => release.Namespace).HasMaxLength(63);
        builder.Property(release => release.Name).HasMaxLength(63);
        builder.Property(release => release.Status).HasMaxLength(32);
        builder.Property(release => release.Chart).HasMaxLength(250);
        builder.Property(release => release.Version).HasMaxLength(250);
        builder.Property(release => release.AppVersion).HasMaxLength(250);
        builder.Property(release => release.Record).HasMaxLength(100);
        builder.Property(release => release.Problem).HasMaxLength(1000);
        builder.HasOne<Cluster>().WithMany().HasForeignKey(release => release.ClusterId);
    }
}

internal sealed class ClusterDiscoveryTable : IEntityTypeConfiguration<ClusterDiscovery>
{
    public void Configure(EntityTypeBuilder<ClusterDiscovery> builder)
    {
        builder.ToTable("cluster_discoveries");
        builder.HasKey(discovery => discovery.ClusterId);
        builder.Property(discovery => discovery.Problem).HasMaxLength(1000);
        builder.HasOne<Cluster>().WithMany().HasForeignKey(discovery => discovery.ClusterId);
    }
}
