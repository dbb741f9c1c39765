using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Access.Kubeconfigs;

internal sealed class KubeconfigTokenTable : IEntityTypeConfiguration<KubeconfigToken>
{
    public void Configure(EntityTypeBuilder<KubeconfigToken> builder)
    {
        builder.ToTable("kubeconfig_tokens");
        builder.Property(token => token.TargetName).HasMaxLength(63);
        builder.Property(token => token.Prefix).HasMaxLength(16);
        builder.Property(token => token.LastAddress).HasMaxLength(100).HasDefaultValue("");
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasOne(token => token.User).WithMany().HasForeignKey(token => token.UserId);

        // A cluster that left takes its tokens along.
        builder.HasOne(token => token.Cluster).WithMany().HasForeignKey(token => token.ClusterId).OnDelete(DeleteBehavior.Cascade);
    }
}
