using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Distribution.Rebalance;

internal sealed class ProposalTable : IEntityTypeConfiguration<ApplicationProposal>
{
    public void Configure(EntityTypeBuilder<ApplicationProposal> builder)
    {
        builder.ToTable("application_proposals");
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(32);
        builder.Property(row => row.Reason).HasMaxLength(ApplicationProposal.MostReason);
        builder.Property(row => row.DecidedBy).HasMaxLength(256);
        builder.Property(row => row.Version).IsRowVersion();
        builder.Property(row => row.Moves).HasColumnType("jsonb").HasConversion(
            moves => JsonSerializer.Serialize(moves, JsonSerializerOptions.Web),
            text => JsonSerializer.Deserialize<List<ProposedMove>>(text, JsonSerializerOptions.Web)!,
            new ValueComparer<List<ProposedMove>>((one, other) => ReferenceEquals(one, other), _ => 0, moves => moves));
        builder.HasIndex(row => row.ApplicationId).IsUnique().HasFilter("state = 'Open'").HasDatabaseName("ix_application_proposals_open");
        builder.HasIndex(row => new { row.ApplicationId, row.CreatedAt });
        builder.HasIndex(row => row.OperationId);
        builder.HasOne<Application>().WithMany().HasForeignKey(row => row.ApplicationId);
    }
}
