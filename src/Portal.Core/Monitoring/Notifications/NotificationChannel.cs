using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Silences;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>A place that is told of alerts, and of which ones.</summary>
public sealed class NotificationChannel
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; set; }

    public required ChannelKind Kind { get; init; }

    /// <summary>Of its messages: "en" or "zh-Hans".</summary>
    public required string Language { get; set; }

    /// <summary>The host that is sent to: all of the address that may be shown.</summary>
    public required string Host { get; set; }

    /// <summary><see cref="ChannelSecrets"/>, encrypted: an incoming webhook's address is a secret itself.</summary>
    public required byte[] ProtectedSecrets { get; set; }

    /// <summary>For mail; else null.</summary>
    public MailSettings? Mail { get; set; }

    /// <summary>Whose alerts it is told of.</summary>
    public ChannelHears Hears { get; set; }

    /// <summary>What the labels of a cluster's alert must be, all of them; empty for any.</summary>
    public List<SilenceMatcher> Matchers { get; set; } = [];

    /// <summary>The kinds of the portal's own alerts that it is told of; empty for all.</summary>
    public List<PortalAlertKind> AlertKinds { get; set; } = [];

    public AlertSeverity MinSeverity { get; set; }

    /// <summary>Alerts of these fleets alone; empty for all.</summary>
    public List<Guid> FleetIds { get; set; } = [];

    /// <summary>Alerts of these clusters alone; empty for all.</summary>
    public List<Guid> ClusterIds { get; set; } = [];

    /// <summary>How long after a message about something the next one about the same is held back.</summary>
    public TimeSpan RepeatAfter { get; set; }

    /// <summary>Tells when an alert has ended, too.</summary>
    public bool TellsEnds { get; set; } = true;

    /// <summary>Told of nothing for now.</summary>
    public bool IsQuiet { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }

    /// <summary>PostgreSQL's xmin: the optimistic-concurrency token.</summary>
    public uint Version { get; set; }
}

/// <summary>What is not secret of a mail channel.</summary>
public sealed record MailSettings(string Host, int Port, MailSecurity Security, string Username, string From, IReadOnlyList<string> To);

/// <summary>What is secret of a channel. Prints nothing of it.</summary>
/// <param name="Url">Of a webhook.</param>
/// <param name="SigningSecret">With which messages are signed; empty for none.</param>
/// <param name="Token">A bearer token; empty for none.</param>
/// <param name="Password">For mail; empty for none.</param>
public sealed record ChannelSecrets(string Url = "", string SigningSecret = "", string Token = "", string Password = "")
{
    public override string ToString() => nameof(ChannelSecrets);
}
