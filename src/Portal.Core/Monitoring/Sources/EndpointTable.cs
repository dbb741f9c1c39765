using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Clusters;

namespace Portal.Core.Monitoring.Sources;

/// <summary>The table of one kind of endpoint: one row a cluster at most.</summary>
internal abstract class EndpointTable<T>(string table) : IEntityTypeConfiguration<T>
    where T : ClusterEndpoint
{
    public virtual void Configure(EntityTypeBuilder<T> builder)
    {
        builder.ToTable(table);
        builder.HasKey(source => source.ClusterId);
        builder.Property(source => source.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(source => source.Authentication).HasConversion<string>().HasMaxLength(16);
        builder.Property(source => source.Address).HasMaxLength(2048);
        builder.Property(source => source.Username).HasMaxLength(256);
        builder.Property(source => source.CertificateAuthority).HasMaxLength(65_536);
        builder.Property(source => source.UpdatedBy).HasMaxLength(256);
        builder.Property(source => source.Version).IsRowVersion();
        builder.HasOne<Cluster>().WithOne().HasForeignKey<T>(source => source.ClusterId);
    }
}
