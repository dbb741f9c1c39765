using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Operations;

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
