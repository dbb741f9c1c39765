using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Operations;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Rollouts;

internal sealed class RolloutChangeTable : IEntityTypeConfiguration<RolloutChange>
{
    public void Configure(EntityTypeBuilder<RolloutChange> builder)
    {
        builder.ToTable("rollout_changes");
        builder.HasKey(change => new { change.RolloutId, change.Ordinal });
        builder.Property(change => change.ClusterName).HasMaxLength(128);
        builder.Property(change => change.Subject).HasMaxLength(63);
        builder.Property(change => change.Kind).HasMaxLength(63);
        builder.Property(change => change.Reason).HasMaxLength(2000);
        builder.HasIndex(change => change.OperationId).IsUnique();
        builder.HasOne<Operation>().WithMany(operation => operation.Changes).HasForeignKey(change => change.RolloutId);
    }
}

internal sealed class RolloutWaveTable : IEntityTypeConfiguration<RolloutWave>
{
    public void Configure(EntityTypeBuilder<RolloutWave> builder)
    {
        builder.ToTable("rollout_waves");
        builder.HasKey(wave => new { wave.RolloutId, wave.Number });
        builder.Property(wave => wave.State).HasConversion<string>().HasMaxLength(32);
        builder.Property(wave => wave.Reason).HasMaxLength(2000);
        builder.Property(wave => wave.Results).HasColumnType("jsonb").HasConversion(
            results => JsonSerializer.Serialize(results, JsonSerializerOptions.Web),
            text => JsonSerializer.Deserialize<IReadOnlyList<WaveCheckResult>>(text, JsonSerializerOptions.Web)!,
            new ValueComparer<IReadOnlyList<WaveCheckResult>>((one, other) => ReferenceEquals(one, other), _ => 0, results => results));
        builder.HasOne<Operation>().WithMany(operation => operation.Waves).HasForeignKey(wave => wave.RolloutId);
    }
}

internal sealed class RolloutControlTable : IEntityTypeConfiguration<RolloutControl>
{
    public void Configure(EntityTypeBuilder<RolloutControl> builder)
    {
        builder.ToTable("rollout_controls");
        builder.HasKey(control => control.RolloutId);
        builder.Property(control => control.PausedBy).HasMaxLength(256);
        builder.Property(control => control.AbortedBy).HasMaxLength(256);
        builder.HasOne<Operation>().WithOne().HasForeignKey<RolloutControl>(control => control.RolloutId);
    }
}
