using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;

namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>One thing that the portal warns of, from when it was raised until it ended. Refers to no row: it outlives its subject.</summary>
public sealed class PortalAlert
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required PortalAlertKind Kind { get; init; }

    /// <summary>What it is about, unique among the open ones of its kind: "cluster/{id}".</summary>
    public required string SubjectKey { get; init; }

    /// <summary>The subject's name at the time.</summary>
    public required string SubjectName { get; init; }

    public required AlertSeverity Severity { get; set; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; set; }

    /// <summary>Since when it is so, by the rows that tell.</summary>
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When it was first seen to hold no longer; null while it holds.</summary>
    public DateTimeOffset? ClearSince { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public Guid? ClusterId { get; init; }

    public string? ClusterName { get; init; }

    public Guid? FleetId { get; init; }

    public Guid? OperationId { get; set; }

    public Guid? ApplicationId { get; init; }

    public string? Component { get; init; }

    /// <summary>Of an alert of a cluster's own, with the portal's labels; else null.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; set; }

    public string? AcknowledgedBy { get; set; }
}

internal sealed class PortalAlertTable : IEntityTypeConfiguration<PortalAlert>
{
    public const string OneOpen = "ux_portal_alerts_one_open";

    public void Configure(EntityTypeBuilder<PortalAlert> builder)
    {
        builder.ToTable("portal_alerts");
        builder.Property(alert => alert.Kind).HasConversion<string>().HasMaxLength(32);
        builder.Property(alert => alert.Severity).HasConversion<string>().HasMaxLength(16);
        builder.Property(alert => alert.SubjectKey).HasMaxLength(256);
        builder.Property(alert => alert.SubjectName).HasMaxLength(256);
        builder.Property(alert => alert.Reason).HasMaxLength(AlertCondition.LongestReason);
        builder.Property(alert => alert.ClusterName).HasMaxLength(63);
        builder.Property(alert => alert.Component).HasMaxLength(63);
        builder.Property(alert => alert.Labels).HasColumnType("jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, StoredJson.Options), text => JsonSerializer.Deserialize<Dictionary<string, string>>(text, StoredJson.Options)!,
            new ValueComparer<IReadOnlyDictionary<string, string>>((left, right) => ReferenceEquals(left, right), labels => labels.Count, labels => labels));
        builder.Property(alert => alert.AcknowledgedBy).HasMaxLength(256);
        builder.HasIndex(alert => new { alert.Kind, alert.SubjectKey }).IsUnique().HasFilter("ended_at IS NULL").HasDatabaseName(OneOpen);
        builder.HasIndex(alert => alert.EndedAt);
    }
}
