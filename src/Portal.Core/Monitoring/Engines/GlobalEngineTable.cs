using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Fleets;

namespace Portal.Core.Monitoring.Engines;

internal sealed class GlobalEngineTable : IEntityTypeConfiguration<GlobalEngine>
{
    public const string Name = "global_engines";

    public void Configure(EntityTypeBuilder<GlobalEngine> builder)
    {
        builder.ToTable(Name);
        builder.HasKey(engine => engine.FleetId);
        builder.Property(engine => engine.Kind).HasConversion<string>().HasMaxLength(32);
        builder.Property(engine => engine.Authentication).HasConversion<string>().HasMaxLength(16);
        builder.Property(engine => engine.Address).HasMaxLength(2048);
        builder.Property(engine => engine.Username).HasMaxLength(256);
        builder.Property(engine => engine.CertificateAuthority).HasMaxLength(65_536);
        builder.Property(engine => engine.Tenant).HasMaxLength(150);
        builder.Property(engine => engine.ClusterLabel).HasMaxLength(128);
        builder.Property(engine => engine.ClusterValues).HasColumnType("jsonb");
        builder.Property(engine => engine.UpdatedBy).HasMaxLength(256);
        builder.Property(engine => engine.Version).IsRowVersion();

        // It means nothing without its fleet.
        builder.HasOne<Fleet>().WithOne().HasForeignKey<GlobalEngine>(engine => engine.FleetId).OnDelete(DeleteBehavior.Cascade);
    }
}
