using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Data;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Notifications;

internal sealed class NotificationChannelTable : IEntityTypeConfiguration<NotificationChannel>
{
    public const string UniqueName = "ix_notification_channels_name";

    public void Configure(EntityTypeBuilder<NotificationChannel> builder)
    {
        builder.ToTable("notification_channels");
        builder.Property(channel => channel.Name).HasMaxLength(63);
        builder.Property(channel => channel.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(channel => channel.Language).HasMaxLength(16);
        builder.Property(channel => channel.Host).HasMaxLength(300);
        builder.Property(channel => channel.Mail).HasColumnType("jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, StoredJson.Options), text => JsonSerializer.Deserialize<MailSettings>(text, StoredJson.Options)!);
        builder.Property(channel => channel.Hears).HasConversion<string>().HasMaxLength(16).HasDefaultValue(ChannelHears.Portal);
        builder.Property(channel => channel.Matchers).HasColumnType("jsonb").HasDefaultValueSql("'[]'::jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, StoredJson.Options), text => JsonSerializer.Deserialize<List<SilenceMatcher>>(text, StoredJson.Options)!,
            new ValueComparer<List<SilenceMatcher>>((left, right) => left!.SequenceEqual(right!), list => list.Count, list => list.ToList()));
        builder.PrimitiveCollection(channel => channel.AlertKinds).ElementType().HasConversion<string>();
        builder.Property(channel => channel.MinSeverity).HasConversion<string>().HasMaxLength(16);
        builder.Property(channel => channel.UpdatedBy).HasMaxLength(256);
        builder.Property(channel => channel.Version).IsRowVersion();
        builder.HasIndex(channel => channel.Name).IsUnique().HasDatabaseName(UniqueName);
    }
}

internal sealed class NotificationMessageTable : IEntityTypeConfiguration<NotificationMessage>
{
    public void Configure(EntityTypeBuilder<NotificationMessage> builder)
    {
        builder.ToTable("notification_messages");
        builder.Property(message => message.Event).HasConversion<string>().HasMaxLength(16);
        builder.Property(message => message.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(message => message.Title).HasMaxLength(NotificationMessage.LongestTitle);
        builder.Property(message => message.Failure).HasColumnType("jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, StoredJson.Options), text => JsonSerializer.Deserialize<Problem>(text, StoredJson.Options)!);
        builder.HasIndex(message => new { message.ChannelId, message.Id }).IsDescending(false, true);
        builder.HasIndex(message => message.NextAttemptAt).HasFilter("state = 'Waiting'");
        builder.HasOne<NotificationChannel>().WithMany().HasForeignKey(message => message.ChannelId);
    }
}

internal sealed class NotificationDeliveryTable : IEntityTypeConfiguration<NotificationDelivery>
{
    public void Configure(EntityTypeBuilder<NotificationDelivery> builder)
    {
        builder.ToTable("notification_deliveries");
        builder.Property(delivery => delivery.Event).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(delivery => new { delivery.AlertId, delivery.ChannelId, delivery.Event }).IsUnique();
        builder.HasIndex(delivery => new { delivery.ChannelId, delivery.CreatedAt }).HasFilter("message_id IS NULL");
        builder.HasIndex(delivery => delivery.MessageId);
        builder.HasOne<NotificationChannel>().WithMany().HasForeignKey(delivery => delivery.ChannelId);
        builder.HasOne<PortalAlert>().WithMany().HasForeignKey(delivery => delivery.AlertId);
        builder.HasOne<NotificationMessage>().WithMany().HasForeignKey(delivery => delivery.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}
