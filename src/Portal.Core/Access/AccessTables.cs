using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Access;

internal sealed class ApiTokenTable : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens");
        builder.Property(token => token.Name).HasMaxLength(100);
        builder.Property(token => token.Prefix).HasMaxLength(16);
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasOne(token => token.User).WithMany().HasForeignKey(token => token.UserId);
    }
}

internal sealed class UserSessionTable : IEntityTypeConfiguration<UserSession>
{
    public void Configure(EntityTypeBuilder<UserSession> builder)
    {
        builder.ToTable("user_sessions");
        builder.Property(session => session.UserName).HasMaxLength(256).HasDefaultValue("");
        builder.Property(session => session.Browser).HasMaxLength(100).HasDefaultValue("");
        builder.Property(session => session.Address).HasMaxLength(100).HasDefaultValue("");
        builder.Property(session => session.Provider).HasMaxLength(32);
        builder.Property(session => session.ProviderSession).HasMaxLength(255);
        builder.HasIndex(session => new { session.Provider, session.ProviderSession });
        builder.HasIndex(session => new { session.Provider, session.RefreshAt }).HasFilter("refresh_at IS NOT NULL");
        builder.HasOne(session => session.User).WithMany().HasForeignKey(session => session.UserId);
    }
}

internal sealed class IdempotencyTable : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("idempotency_records");
        builder.HasKey(record => new { record.UserId, record.Key });
        builder.Property(record => record.Key).HasMaxLength(128);
        builder.Property(record => record.ContentType).HasMaxLength(200);
        builder.HasIndex(record => record.CreatedAt);
    }
}
