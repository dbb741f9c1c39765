using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Clusters;

namespace Portal.Core.Monitoring.Sources;

internal sealed class MetricsSourceTable : IEntityTypeConfiguration<MetricsSource>
{
    public void Configure(EntityTypeBuilder<MetricsSource> builder)
    {
        builder.ToTable("metrics_sources");
        builder.HasKey(source => source.ClusterId);
        builder.Property(source => source.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(source => source.Authentication).HasConversion<string>().HasMaxLength(16);
        builder.Property(source => source.Address).HasMaxLength(2048);
        builder.Property(source => source.Username).HasMaxLength(256);
        builder.Property(source => source.CertificateAuthority).HasMaxLength(65_536);
        builder.Property(source => source.UpdatedBy).HasMaxLength(256);
        builder.Property(source => source.Version).IsRowVersion();
        builder.HasOne<Cluster>().WithOne().HasForeignKey<MetricsSource>(source => source.ClusterId);
    }
}
