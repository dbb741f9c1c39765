namespace Portal.Core.Monitoring.Notifications;

/// <summary>Where messages go.</summary>
public enum ChannelKind
{
    /// <summary>JSON of the portal's own, to any receiver.</summary>
    Webhook,

    /// <summary>Mail by SMTP.</summary>
    Email,

    // Incoming webhooks of group chats, each with its own form.
    Slack,
    DingTalk,
    Feishu,
    WeCom,
}

/// <summary>Whose alerts a channel is told of.</summary>
public enum ChannelHears
{
    /// <summary>The portal's own.</summary>
    Portal,

    /// <summary>Those of the clusters' Alertmanagers.</summary>
    Clusters,
    Both,
}

/// <summary>How a connection to a mail server is secured.</summary>
public enum MailSecurity
{
    /// <summary>Begun in plain text, and refused where the server offers no TLS.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>None: for a relay in the same network, without a password.</summary>
    None,
}

/// <summary>What a message tells.</summary>
public enum MessageEvent
{
    Raised,
    Ended,

    /// <summary>Somebody wants to know whether messages arrive.</summary>
    Test,
}
