using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

internal sealed class StoredPlanTable : IEntityTypeConfiguration<StoredPlan>
{
    public void Configure(EntityTypeBuilder<StoredPlan> builder)
    {
        builder.ToTable("component_plans");
        builder.Property(plan => plan.ActorName).HasMaxLength(256);
        builder.Property(plan => plan.State).HasConversion<string>().HasMaxLength(32);
        builder.Property(plan => plan.Request).HasColumnType("jsonb").HasConversion(value => Write(value), text => Read<PlanRequest>(text)!);
        builder.Property(plan => plan.Result).HasColumnType("jsonb").HasConversion(value => Write(value), text => Read<PlanResult>(text));
        builder.Property(plan => plan.Failure).HasColumnType("jsonb").HasConversion(value => Write(value), text => Read<Problem>(text));
        builder.HasIndex(plan => plan.CreatedAt).HasFilter("state = 'Checking'").HasDatabaseName("ix_component_plans_checking");
        builder.HasIndex(plan => plan.ExpiresAt);
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, StoredJson.Options);

    private static T? Read<T>(string text) => JsonSerializer.Deserialize<T>(text, StoredJson.Options);
}

internal sealed class PlannedObjectTable : IEntityTypeConfiguration<PlannedObject>
{
    public void Configure(EntityTypeBuilder<PlannedObject> builder)
    {
        builder.ToTable("component_plan_objects");
        builder.HasKey(row => new { row.PlanId, row.ChangeId, row.Ordinal });
        builder.Property(row => row.ChangeId).HasMaxLength(200);
        builder.Property(row => row.ApiVersion).HasMaxLength(253);
        builder.Property(row => row.Kind).HasMaxLength(63);
        builder.Property(row => row.Namespace).HasMaxLength(63);
        builder.Property(row => row.Name).HasMaxLength(253);
        builder.Property(row => row.Action).HasConversion<string>().HasMaxLength(32);
        builder.Property(row => row.Note).HasMaxLength(2000);
        builder.HasOne<StoredPlan>().WithMany().HasForeignKey(row => row.PlanId);
    }
}
