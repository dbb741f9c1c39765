using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>A metric of an application that is scraped by clusters. An application of the portal's carries its monitor to them.</summary>
public sealed class ApplicationMetric
{
    /// <summary>The application that is its monitor's; the metric is forgotten with it.</summary>
    public required Guid ApplicationId { get; init; }

    public Application? Application { get; init; }

    public required MonitorSettings Settings { get; set; }

    /// <summary>Of the fleet; empty for all of it.</summary>
    public required string[] ClusterNames { get; set; }

    /// <summary>The application's revision that says this. A newer one was made by hand.</summary>
    public required int Revision { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }
}

internal sealed class ApplicationMetricTable : IEntityTypeConfiguration<ApplicationMetric>
{
    public void Configure(EntityTypeBuilder<ApplicationMetric> builder)
    {
        builder.ToTable("application_metrics");
        builder.HasKey(row => row.ApplicationId);
        builder.Property(row => row.Settings).StoredAsJson();
        builder.Property(row => row.UpdatedBy).HasMaxLength(256);
        builder.HasOne(row => row.Application).WithOne().HasForeignKey<ApplicationMetric>(row => row.ApplicationId);
    }
}
