using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Distribution.Sources.Sync;

internal sealed class ApplicationSourceTable : IEntityTypeConfiguration<ApplicationSource>
{
    public void Configure(EntityTypeBuilder<ApplicationSource> builder)
    {
        builder.ToTable("application_sources");
        builder.Property(row => row.Definition).StoredAsJson();
        builder.Property(row => row.FirstPolicy).StoredAsJson();
        builder.Property(row => row.Failure).StoredAsJson();
        builder.Property(row => row.Origin).StoredAsJson();
        builder.Property(row => row.DeliveryFailure).StoredAsJson();
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(32);
        builder.Property(row => row.AskedAt).HasColumnName("created_at");
        builder.Property(row => row.Mark).HasMaxLength(128);
        builder.HasIndex(row => row.ApplicationId).IsUnique();
        builder.HasIndex(row => row.AskedAt).HasFilter("state = 'Checking'").HasDatabaseName("ix_application_sources_checking");
        builder.HasIndex(row => row.DueAt);
        builder.HasOne<Application>().WithOne().HasForeignKey<ApplicationSource>(row => row.ApplicationId).OnDelete(DeleteBehavior.Cascade);
    }
}
