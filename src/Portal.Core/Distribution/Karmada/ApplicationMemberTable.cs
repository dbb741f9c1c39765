using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Distribution.Karmada;

internal sealed class ApplicationMemberTable : IEntityTypeConfiguration<ApplicationMember>
{
    public void Configure(EntityTypeBuilder<ApplicationMember> builder)
    {
        builder.ToTable("application_members");
        builder.HasKey(row => new { row.ApplicationId, row.Member });
        builder.Property(row => row.Member).HasMaxLength(253);
        builder.Property(row => row.Reason).HasMaxLength(2000);
        builder.Property(row => row.Replicas).StoredAsJson();
        builder.Property(row => row.Objects).StoredAsJson();
        builder.HasOne<Application>().WithMany().HasForeignKey(row => row.ApplicationId);
    }
}
