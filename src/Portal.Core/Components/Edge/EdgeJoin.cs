using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Clusters;

namespace Portal.Core.Components.Edge;

/// <summary>An edge node that a command was made for. Holds no token: that is read when the command is made, and shown once.</summary>
public sealed class EdgeJoin
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ClusterId { get; init; }

    public Cluster? Cluster { get; init; }

    public required string NodeName { get; init; }

    public required DateTimeOffset CreatedAt { get; set; }

    public required string CreatedBy { get; set; }

    /// <summary>When the command's token ends; a node that has come by then stays.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}

internal sealed class EdgeJoinTable : IEntityTypeConfiguration<EdgeJoin>
{
    public void Configure(EntityTypeBuilder<EdgeJoin> builder)
    {
        builder.ToTable("edge_joins");
        builder.Property(join => join.NodeName).HasMaxLength(63);
        builder.Property(join => join.CreatedBy).HasMaxLength(256);
        builder.HasIndex(join => new { join.ClusterId, join.NodeName }).IsUnique();
        builder.HasOne(join => join.Cluster).WithMany().HasForeignKey(join => join.ClusterId);
    }
}
