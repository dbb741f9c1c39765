using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Distribution.Failover;

internal sealed class EvictionTable : IEntityTypeConfiguration<ApplicationEviction>
{
    public void Configure(EntityTypeBuilder<ApplicationEviction> builder)
    {
        builder.ToTable("application_evictions");
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(32);
        builder.Property(row => row.Reason).HasMaxLength(ApplicationEviction.MostReason);
        builder.Property(row => row.ApprovedBy).HasMaxLength(256);
        builder.Property(row => row.Version).IsRowVersion();
        builder.Property(row => row.Home).HasColumnType("jsonb").HasConversion(
            home => JsonSerializer.Serialize(home, JsonSerializerOptions.Web),
            text => JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, int>>>(text, JsonSerializerOptions.Web)!,
            new ValueComparer<Dictionary<string, Dictionary<string, int>>>((one, other) => ReferenceEquals(one, other), _ => 0, home => home));

        // One at a time; what is open is few, and looked through every few seconds.
        builder.HasIndex(row => new { row.ApplicationId, row.ClusterId }).IsUnique().HasFilter("ended_at IS NULL").HasDatabaseName("ix_application_evictions_open");
        builder.HasIndex(row => row.OperationId);
        builder.HasOne(row => row.Cluster).WithMany().HasForeignKey(row => row.ClusterId);
        builder.HasOne<Application>().WithMany().HasForeignKey(row => row.ApplicationId);
    }
}
