using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
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
        builder.Property(row => row.Replicas).HasColumnType("jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, StoredJson.Options), text => JsonSerializer.Deserialize<Dictionary<string, int>>(text, StoredJson.Options)!,
            new ValueComparer<Dictionary<string, int>>((one, other) => ReferenceEquals(one, other), _ => 0, value => value));
        builder.Property(row => row.Objects).HasColumnType("jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, StoredJson.Options), text => JsonSerializer.Deserialize<List<MemberObject>>(text, StoredJson.Options)!,
            new ValueComparer<List<MemberObject>>((one, other) => ReferenceEquals(one, other), _ => 0, value => value));
        builder.HasOne<Application>().WithMany().HasForeignKey(row => row.ApplicationId);
    }
}
