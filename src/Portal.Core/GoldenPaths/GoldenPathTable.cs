using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;

namespace Portal.Core.GoldenPaths;

internal sealed class GoldenPathTable : IEntityTypeConfiguration<GoldenPath>
{
    public void Configure(EntityTypeBuilder<GoldenPath> builder)
    {
        builder.ToTable("golden_paths");
        builder.Property(path => path.Name).HasMaxLength(48);
        builder.Property(path => path.Title).HasMaxLength(100);
        builder.Property(path => path.Description).HasMaxLength(1000);
        builder.Property(path => path.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(path => path.UpdatedBy).HasMaxLength(256);
        builder.Property(path => path.Version).IsRowVersion();
        builder.Property(path => path.Policy).StoredAsJson();
        builder.HasIndex(path => path.Name).IsUnique();
    }
}
