using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Access.Factors;

internal sealed class AccountFactorsTable : IEntityTypeConfiguration<AccountFactors>
{
    public void Configure(EntityTypeBuilder<AccountFactors> builder)
    {
        builder.ToTable("account_factors");
        builder.HasKey(factors => factors.UserId);
        builder.Property(factors => factors.UserName).HasMaxLength(256);
        builder.HasOne(factors => factors.User).WithMany().HasForeignKey(factors => factors.UserId);
    }
}

internal sealed class PasskeyTable : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.Property(passkey => passkey.Name).HasMaxLength(60);
        builder.HasIndex(passkey => passkey.CredentialId).IsUnique();
        builder.HasOne(passkey => passkey.User).WithMany().HasForeignKey(passkey => passkey.UserId);
    }
}

internal sealed class PasskeyChallengeTable : IEntityTypeConfiguration<PasskeyChallenge>
{
    public void Configure(EntityTypeBuilder<PasskeyChallenge> builder)
    {
        builder.ToTable("passkey_challenges");
        builder.HasIndex(challenge => challenge.ExpiresAt);
    }
}
