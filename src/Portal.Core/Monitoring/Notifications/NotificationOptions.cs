using Microsoft.Extensions.Options;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>How messages are sent. The defaults fit; each is bound from "Notifications:…".</summary>
public sealed class NotificationOptions
{
    public const string Section = "Notifications";

    /// <summary>The key of the portal's own address, to which messages link. Shared with the web process.</summary>
    public const string PublicUrlKey = "Public:Url";

    /// <summary>How long others that begin at the same time are waited for, so that they come in one message.</summary>
    public TimeSpan GroupWait { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The least time between two messages to one channel; what comes in between is put into one.</summary>
    public TimeSpan GroupInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The time that a channel has to take a message.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a message is tried before it is given up.</summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>How long messages are kept to be looked at.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Null where the portal does not know under which address people reach it.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>10 seconds after the first attempt, and three times as long after each, up to 15 minutes.</summary>
    public static TimeSpan PauseAfter(int attempts) => TimeSpan.FromSeconds(Math.Min(900, 10 * Math.Pow(3, Math.Clamp(attempts - 1, 0, 10))));
}

/// <summary>Names the key, the value and the range of each setting that cannot work.</summary>
internal sealed class NotificationOptionsValidator : IValidateOptions<NotificationOptions>
{
    public ValidateOptionsResult Validate(string? name, NotificationOptions options)
    {
        var settings = new SettingRanges(NotificationOptions.Section);
        settings.Within(nameof(options.GroupWait), options.GroupWait, TimeSpan.Zero, TimeSpan.FromHours(1));
        settings.Within(nameof(options.GroupInterval), options.GroupInterval, TimeSpan.Zero, TimeSpan.FromDays(1));
        settings.Within(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        settings.Within(nameof(options.MaxAttempts), options.MaxAttempts, 1, 100);
        settings.Within(nameof(options.Keep), options.Keep, TimeSpan.FromDays(1), TimeSpan.FromDays(3650));
        return settings.Result;
    }
}
