using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Teams;

namespace Portal.Core.Onboarding;

internal sealed class OnboardingPolicyTable : IEntityTypeConfiguration<OnboardingPolicy>
{
    public void Configure(EntityTypeBuilder<OnboardingPolicy> builder)
    {
        builder.ToTable("onboarding_policies");
        builder.Property(policy => policy.Versions).HasMaxLength(100);
        builder.Property(policy => policy.NamePattern).HasMaxLength(200);
        builder.Property(policy => policy.Profile).HasMaxLength(63);
        builder.Property(policy => policy.Approval).HasConversion<string>().HasMaxLength(16);
        builder.Property(policy => policy.Labels).StoredAsJson();
        builder.Property(policy => policy.UpdatedBy).HasMaxLength(256);
        builder.Property(policy => policy.Version).IsRowVersion();
        builder.HasIndex(policy => policy.TeamId).IsUnique().AreNullsDistinct(false);
        builder.HasOne<Team>().WithMany().HasForeignKey(policy => policy.TeamId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ClusterRequestTable : IEntityTypeConfiguration<ClusterRequest>
{
    public void Configure(EntityTypeBuilder<ClusterRequest> builder)
    {
        builder.ToTable("cluster_requests");
        builder.Property(request => request.Name).HasMaxLength(48);
        builder.Property(request => request.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(request => request.Provider).HasMaxLength(63);
        builder.Property(request => request.Region).HasMaxLength(63);
        builder.Property(request => request.Zone).HasMaxLength(63);
        builder.Property(request => request.Labels).HasColumnType("jsonb");
        builder.Property(request => request.KubernetesVersion).HasMaxLength(64);
        builder.Property(request => request.Purpose).HasMaxLength(1000);
        builder.Property(request => request.Profile).HasMaxLength(63);
        builder.Property(request => request.ContentHash).HasMaxLength(64);
        builder.Property(request => request.ApprovedHash).HasMaxLength(64);
        builder.Property(request => request.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(request => request.FailedIn).HasConversion<string>().HasMaxLength(16);
        builder.Property(request => request.Checks).StoredAsJson();
        builder.Property(request => request.AskedBy).HasMaxLength(256);
        builder.Property(request => request.ApprovedBy).HasMaxLength(256);
        builder.Property(request => request.Comment).HasMaxLength(1000);
        builder.HasIndex(request => new { request.TeamId, request.AskedAt });
        builder.HasIndex(request => new { request.State, request.ExpiresAt });
        builder.HasIndex(request => request.AskedAt);
        builder.HasIndex(request => request.ClusterId).IsUnique();
        builder.HasOne<Team>().WithMany().HasForeignKey(request => request.TeamId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ClusterRequestEventTable : IEntityTypeConfiguration<ClusterRequestEvent>
{
    public void Configure(EntityTypeBuilder<ClusterRequestEvent> builder)
    {
        builder.ToTable("cluster_request_events");
        builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.ActorName).HasMaxLength(256);
        builder.Property(row => row.Text).HasMaxLength(4000);
        builder.Property(row => row.ContentHash).HasMaxLength(64);
        builder.HasIndex(row => new { row.RequestId, row.At });
        builder.HasOne<ClusterRequest>().WithMany().HasForeignKey(row => row.RequestId).OnDelete(DeleteBehavior.Cascade);
    }
}
