using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Clusters;
using Portal.Core.Fleets;

namespace Portal.Core.Components.Systems;

internal sealed class InstalledSystemTable : IEntityTypeConfiguration<InstalledSystem>
{
    public void Configure(EntityTypeBuilder<InstalledSystem> builder)
    {
        builder.ToTable("systems");
        builder.Property(system => system.System).HasMaxLength(63);
        builder.Property(system => system.State).HasConversion<string>().HasMaxLength(32);
        builder.Property(system => system.StateReason).HasMaxLength(2000);
        builder.Property(system => system.CreatedBy).HasMaxLength(256);
        builder.HasIndex(system => system.System);
        builder.HasIndex(system => system.LastOperationId);
        builder.HasOne<Fleet>().WithMany().HasForeignKey(system => system.FleetId).OnDelete(DeleteBehavior.SetNull);
    }
}

internal sealed class InstalledSystemMemberTable : IEntityTypeConfiguration<InstalledSystemMember>
{
    public void Configure(EntityTypeBuilder<InstalledSystemMember> builder)
    {
        builder.ToTable("system_members");
        builder.Property(member => member.Role).HasMaxLength(63);
        builder.Property(member => member.Network).HasMaxLength(63);
        builder.Property(member => member.State).HasConversion<string>().HasMaxLength(32);
        builder.HasIndex(member => new { member.SystemId, member.ClusterId, member.Role }).IsUnique();
        builder.HasIndex(member => member.ClusterId);
        builder.HasOne<InstalledSystem>().WithMany(system => system.Members).HasForeignKey(member => member.SystemId);
        builder.HasOne(member => member.Cluster).WithMany().HasForeignKey(member => member.ClusterId);
    }
}

internal sealed class SystemStepRecordTable : IEntityTypeConfiguration<SystemStepRecord>
{
    public void Configure(EntityTypeBuilder<SystemStepRecord> builder)
    {
        builder.ToTable("system_steps");
        builder.HasKey(record => new { record.SystemId, record.ClusterId, record.Step });
        builder.Property(record => record.Step).HasMaxLength(63);
        builder.Property(record => record.Problem).HasMaxLength(2000);
        builder.HasOne<InstalledSystem>().WithMany().HasForeignKey(record => record.SystemId);
        builder.HasOne<Cluster>().WithMany().HasForeignKey(record => record.ClusterId);
    }
}

internal sealed class SystemOutputTable : IEntityTypeConfiguration<SystemOutput>
{
    public void Configure(EntityTypeBuilder<SystemOutput> builder)
    {
        builder.ToTable("system_outputs");
        builder.Property(output => output.Step).HasMaxLength(63);
        builder.Property(output => output.Name).HasMaxLength(127);
        // A key of its own beside: the keys of the ring are changed row by row.
        builder.HasIndex(output => new { output.SystemId, output.ClusterId, output.Step, output.Name }).IsUnique();
        builder.HasOne<InstalledSystem>().WithMany().HasForeignKey(output => output.SystemId);
    }
}
