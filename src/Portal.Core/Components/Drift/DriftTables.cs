using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Components.Drift;

internal sealed class ReleaseDriftTable : IEntityTypeConfiguration<ReleaseDrift>
{
    public void Configure(EntityTypeBuilder<ReleaseDrift> builder)
    {
        builder.ToTable("release_drifts");
        builder.HasKey(drift => drift.ReleaseId);
        builder.Property(drift => drift.Problem).HasMaxLength(1000);
        builder.Property(drift => drift.Found).HasColumnType("jsonb").HasConversion(
            found => JsonSerializer.Serialize(found, JsonSerializerOptions.Web),
            text => JsonSerializer.Deserialize<List<DriftedObject>>(text, JsonSerializerOptions.Web)!,
            new ValueComparer<List<DriftedObject>>((one, other) => ReferenceEquals(one, other), found => found.Count, found => found));
        builder.HasOne<ComponentRelease>().WithMany().HasForeignKey(drift => drift.ReleaseId);
    }
}

internal sealed class AcceptedDriftTable : IEntityTypeConfiguration<AcceptedDrift>
{
    public void Configure(EntityTypeBuilder<AcceptedDrift> builder)
    {
        builder.ToTable("accepted_drifts");
        builder.Property(accepted => accepted.ObjectKey).HasMaxLength(700);
        builder.Property(accepted => accepted.Path).HasMaxLength(1000);
        builder.Property(accepted => accepted.Hash).HasMaxLength(64);
        builder.Property(accepted => accepted.By).HasMaxLength(256);
        builder.HasIndex(accepted => new { accepted.ReleaseId, accepted.ObjectKey, accepted.Path }).IsUnique();
        builder.HasOne<ComponentRelease>().WithMany().HasForeignKey(accepted => accepted.ReleaseId);
    }
}
