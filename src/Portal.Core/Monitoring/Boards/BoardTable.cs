using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;

namespace Portal.Core.Monitoring.Boards;

internal sealed class BoardTable : IEntityTypeConfiguration<Board>
{
    public void Configure(EntityTypeBuilder<Board> builder)
    {
        builder.ToTable("boards");
        builder.Property(board => board.Name).HasMaxLength(BoardBounds.NameLength);
        builder.Property(board => board.Visibility).HasConversion<string>().HasMaxLength(16);
        builder.Property(board => board.OwnerName).HasMaxLength(256);
        builder.Property(board => board.UpdatedBy).HasMaxLength(256);
        builder.Property(board => board.Document).HasColumnType("jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, StoredJson.Options), text => JsonSerializer.Deserialize<BoardDocument>(text, StoredJson.Options)!);
        builder.Property(board => board.Version).IsRowVersion();
        builder.HasIndex(board => new { board.OwnerId, board.Name });
        builder.HasIndex(board => new { board.Visibility, board.Name });
    }
}
