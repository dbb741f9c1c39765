using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Previews;

internal sealed class ApplicationPreviewTable : IEntityTypeConfiguration<ApplicationPreview>
{
    public void Configure(EntityTypeBuilder<ApplicationPreview> builder)
    {
        builder.ToTable("application_previews");
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(32);
        builder.Property(row => row.Placement).StoredAsJson();
        builder.Property(row => row.Failure).HasColumnType("jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, StoredJson.Options), text => JsonSerializer.Deserialize<Problem>(text, StoredJson.Options));
        builder.HasIndex(row => row.CreatedAt).HasFilter("state = 'Checking'").HasDatabaseName("ix_application_previews_checking");
        builder.HasIndex(row => row.ExpiresAt);
        builder.HasOne<Application>().WithMany().HasForeignKey(row => row.ApplicationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ApplicationPreviewObjectTable : IEntityTypeConfiguration<ApplicationPreviewObject>
{
    public void Configure(EntityTypeBuilder<ApplicationPreviewObject> builder)
    {
        builder.ToTable("application_preview_objects");
        builder.HasKey(row => new { row.PreviewId, row.ClusterId, row.Ordinal });
        builder.Property(row => row.ApiVersion).HasMaxLength(253);
        builder.Property(row => row.Kind).HasMaxLength(63);
        builder.Property(row => row.Namespace).HasMaxLength(63);
        builder.Property(row => row.Name).HasMaxLength(253);
        builder.Property(row => row.Action).HasConversion<string>().HasMaxLength(32);
        builder.Property(row => row.Note).HasMaxLength(2000);
        builder.HasOne<ApplicationPreview>().WithMany().HasForeignKey(row => row.PreviewId);
    }
}
