using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Fleets;

internal sealed class FleetTable : IEntityTypeConfiguration<Fleet>
{
    public void Configure(EntityTypeBuilder<Fleet> builder)
    {
        builder.ToTable("fleets");
        builder.Property(fleet => fleet.Name).HasMaxLength(63);
        builder.Property(fleet => fleet.Description).HasMaxLength(1000);
        builder.Property(fleet => fleet.CreatedBy).HasMaxLength(256);
        builder.Property(fleet => fleet.Version).IsRowVersion();
        builder.HasIndex(fleet => fleet.Name).IsUnique();
        builder.HasOne(fleet => fleet.Team).WithMany().HasForeignKey(fleet => fleet.TeamId).OnDelete(DeleteBehavior.Restrict);
    }
}
