using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Clusters;
using Portal.Core.Fleets;

namespace Portal.Core.Components.Profiles;

internal sealed class StoredProfileTable : IEntityTypeConfiguration<StoredProfile>
{
    public void Configure(EntityTypeBuilder<StoredProfile> builder)
    {
        builder.ToTable("profiles");
        builder.Property(profile => profile.Name).HasMaxLength(63);
        builder.Property(profile => profile.Title).HasMaxLength(100);
        builder.Property(profile => profile.Description).HasMaxLength(1000);
        builder.Property(profile => profile.UpdatedBy).HasMaxLength(256);
        builder.Property(profile => profile.Version).IsRowVersion();
        builder.Property(profile => profile.Components).HasColumnType("jsonb").HasConversion(
            components => JsonSerializer.Serialize(components, JsonSerializerOptions.Web),
            text => JsonSerializer.Deserialize<List<ProfileComponent>>(text, JsonSerializerOptions.Web)!,
            new ValueComparer<List<ProfileComponent>>((one, other) => ReferenceEquals(one, other), components => components.Count, components => components));
        builder.Property(profile => profile.Systems).HasColumnType("jsonb").HasDefaultValueSql("'[]'::jsonb").HasConversion(
            systems => JsonSerializer.Serialize(systems, JsonSerializerOptions.Web),
            text => JsonSerializer.Deserialize<List<ProfileSystem>>(text, JsonSerializerOptions.Web)!,
            new ValueComparer<List<ProfileSystem>>((one, other) => ReferenceEquals(one, other), systems => systems.Count, systems => systems));
        builder.HasIndex(profile => profile.Name).IsUnique();
    }
}

internal sealed class FleetProfileTable : IEntityTypeConfiguration<FleetProfile>
{
    public void Configure(EntityTypeBuilder<FleetProfile> builder)
    {
        builder.ToTable("fleet_profiles");
        builder.HasKey(row => row.FleetId);
        builder.Property(row => row.Profile).HasMaxLength(63);
        builder.Property(row => row.By).HasMaxLength(256);
        builder.HasOne<Fleet>().WithMany().HasForeignKey(row => row.FleetId);
    }
}

internal sealed class ProfileMemberTable : IEntityTypeConfiguration<ProfileMember>
{
    public void Configure(EntityTypeBuilder<ProfileMember> builder)
    {
        builder.ToTable("profile_members");
        builder.HasKey(row => row.ClusterId);
        builder.Property(row => row.Profile).HasMaxLength(63);
        builder.Property(row => row.Stage).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.Reason).HasMaxLength(2000);
        builder.HasOne<Cluster>().WithMany().HasForeignKey(row => row.ClusterId);
    }
}
