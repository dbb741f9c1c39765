using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Teams;

internal sealed class TeamTable : IEntityTypeConfiguration<Team>
{
    public void Configure(EntityTypeBuilder<Team> builder)
    {
        builder.ToTable("teams");
        builder.Property(team => team.Name).HasMaxLength(63);
        builder.Property(team => team.Slug).HasMaxLength(63);
        builder.Property(team => team.Description).HasMaxLength(1000);
        builder.Property(team => team.Version).IsRowVersion();
        builder.HasIndex(team => team.Name).IsUnique();
        builder.HasIndex(team => team.Slug).IsUnique();
        builder.HasData(new Team
        {
            Id = Team.PlatformId,
            Name = "platform",
            Slug = "platform",
            CreatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        });
    }
}

internal sealed class TeamMemberTable : IEntityTypeConfiguration<TeamMember>
{
    public void Configure(EntityTypeBuilder<TeamMember> builder)
    {
        builder.ToTable("team_members");
        builder.HasKey(member => new { member.TeamId, member.UserId });
        builder.Property(member => member.Role).HasConversion<string>().HasMaxLength(16);
        builder.Property(member => member.Provider).HasMaxLength(32);
        builder.Property(member => member.AddedBy).HasMaxLength(256);
        builder.HasIndex(member => member.UserId);
        builder.HasOne(member => member.Team).WithMany().HasForeignKey(member => member.TeamId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(member => member.User).WithMany().HasForeignKey(member => member.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
