using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Operations;

internal sealed class OperationTable : IEntityTypeConfiguration<Operation>
{
    public void Configure(EntityTypeBuilder<Operation> builder)
    {
        builder.ToTable("operations");
        builder.Property(operation => operation.Kind).HasMaxLength(63);
        builder.Property(operation => operation.TargetKey).HasMaxLength(128);
        builder.Property(operation => operation.TargetName).HasMaxLength(128);
        builder.Property(operation => operation.Component).HasMaxLength(63);
        builder.Property(operation => operation.ActorName).HasMaxLength(256);
        builder.Property(operation => operation.CancelRequestedBy).HasMaxLength(256);
        builder.Property(operation => operation.LeaseOwner).HasMaxLength(200);
        builder.Property(operation => operation.ErrorWhat).HasMaxLength(1000);
        builder.Property(operation => operation.ErrorWhy).HasMaxLength(4000);
        builder.Property(operation => operation.ErrorRemedy).HasMaxLength(2000);

        // No foreign key to clusters: the record outlives its target.
        builder.HasIndex(operation => operation.TargetKey).IsUnique()
            .HasFilter("state = 'Running'").HasDatabaseName("ux_operations_one_running_per_target");
        builder.HasIndex(operation => operation.CreatedAt)
            .HasFilter("state IN ('Queued', 'Running')").HasDatabaseName("ix_operations_open");
        builder.HasIndex(operation => new { operation.ClusterId, operation.Id }).IsDescending(false, true);
        builder.HasIndex(operation => new { operation.State, operation.Id }).IsDescending(false, true);
        builder.HasMany(operation => operation.Steps).WithOne().HasForeignKey(step => step.OperationId);
    }
}

internal sealed class OperationStepTable : IEntityTypeConfiguration<OperationStep>
{
    public void Configure(EntityTypeBuilder<OperationStep> builder)
    {
        builder.ToTable("operation_steps");
        builder.Property(step => step.Name).HasMaxLength(63);
        builder.Property(step => step.Message).HasMaxLength(2000);
        builder.HasIndex(step => new { step.OperationId, step.Ordinal }).IsUnique();
    }
}

internal sealed class OperationLogTable : IEntityTypeConfiguration<OperationLogLine>
{
    public void Configure(EntityTypeBuilder<OperationLogLine> builder)
    {
        builder.ToTable("operation_log");
        builder.HasKey(line => new { line.OperationId, line.Sequence });
        builder.Property(line => line.Sequence).UseIdentityAlwaysColumn();
        builder.Property(line => line.Text).HasMaxLength(4200);
        builder.HasOne<Operation>().WithMany().HasForeignKey(line => line.OperationId);
    }
}
