using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Audit;

/// <summary>Made by Data/Sql/audit.sql: partitions, triggers and rights are beyond what EF makes.</summary>
internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries", table => table.ExcludeFromMigrations());
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Id).ValueGeneratedOnAdd().UseIdentityAlwaysColumn();
        builder.Property(entry => entry.At).HasDefaultValueSql("clock_timestamp()");
        builder.Property(entry => entry.Old).HasColumnType("jsonb");
        builder.Property(entry => entry.New).HasColumnType("jsonb");
    }
}

internal sealed class AuditLinkTable : IEntityTypeConfiguration<AuditLink>
{
    public void Configure(EntityTypeBuilder<AuditLink> builder)
    {
        builder.ToTable("audit_links", table => table.ExcludeFromMigrations());
        builder.HasKey(link => link.Number);
        builder.Property(link => link.Number).ValueGeneratedNever();
        builder.Property(link => link.LinkedAt).HasDefaultValueSql("clock_timestamp()");
    }
}
