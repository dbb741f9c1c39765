using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Access.OpenId;

internal sealed class ExternalIdentityTable : IEntityTypeConfiguration<ExternalIdentity>
{
    public void Configure(EntityTypeBuilder<ExternalIdentity> builder)
    {
        builder.ToTable("external_identities");
        builder.Property(identity => identity.Provider).HasMaxLength(32);
        builder.Property(identity => identity.Issuer).HasMaxLength(500);
        builder.Property(identity => identity.Subject).HasMaxLength(ExternalIdentity.MostSubject);
        builder.Property(identity => identity.Name).HasMaxLength(ExternalIdentity.MostText);
        builder.Property(identity => identity.Email).HasMaxLength(ExternalIdentity.MostText);
        builder.HasIndex(identity => new { identity.Provider, identity.Issuer, identity.Subject }).IsUnique();
        builder.HasIndex(identity => new { identity.UserId, identity.Provider }).IsUnique();
        builder.HasIndex(identity => identity.Groups).HasMethod("gin");
        builder.HasOne(identity => identity.User).WithMany().HasForeignKey(identity => identity.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class GroupMappingTable : IEntityTypeConfiguration<GroupMapping>
{
    public void Configure(EntityTypeBuilder<GroupMapping> builder)
    {
        builder.ToTable("group_mappings");
        builder.Property(mapping => mapping.Provider).HasMaxLength(32);

        // The trail names a row by its name.
        builder.Property(mapping => mapping.Group).HasColumnName("name").HasMaxLength(ExternalIdentity.MostText);
        builder.Property(mapping => mapping.TeamRole).HasConversion<string>().HasMaxLength(16);
        builder.Property(mapping => mapping.PortalRole).HasConversion<string>().HasMaxLength(16);
        builder.Property(mapping => mapping.CreatedBy).HasMaxLength(256);
        builder.HasIndex(mapping => new { mapping.Provider, mapping.Group, mapping.TeamId }).IsUnique().AreNullsDistinct(false);
        builder.HasOne(mapping => mapping.Team).WithMany().HasForeignKey(mapping => mapping.TeamId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class UsedLogoutTokenTable : IEntityTypeConfiguration<UsedLogoutToken>
{
    public void Configure(EntityTypeBuilder<UsedLogoutToken> builder)
    {
        builder.ToTable("used_logout_tokens");
        builder.HasKey(token => new { token.Provider, token.TokenId });
        builder.Property(token => token.Provider).HasMaxLength(32);
        builder.Property(token => token.TokenId).HasMaxLength(255);
        builder.HasIndex(token => token.ExpiresAt);
    }
}
