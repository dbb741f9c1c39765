using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Clusters;

namespace Portal.Core.Components.Systems.Connections;

internal sealed class SystemConnectionTable : IEntityTypeConfiguration<SystemConnection>
{
    public void Configure(EntityTypeBuilder<SystemConnection> builder)
    {
        builder.ToTable("system_connections");
        builder.HasKey(row => new { row.SystemId, row.FromClusterId, row.ToClusterId });
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(32);
        builder.Property(row => row.Reason).HasMaxLength(2000);
        builder.HasOne<InstalledSystem>().WithMany().HasForeignKey(row => row.SystemId);
        builder.HasOne<Cluster>().WithMany().HasForeignKey(row => row.FromClusterId);
        builder.HasOne<Cluster>().WithMany().HasForeignKey(row => row.ToClusterId);
    }
}
