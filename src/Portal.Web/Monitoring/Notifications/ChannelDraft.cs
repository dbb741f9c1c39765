using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Silences;

namespace Portal.Web.Monitoring.Notifications;

/// <summary>A channel while somebody types it.</summary>
public sealed class ChannelDraft
{
    private static readonly char[] Between = [',', ';', '，', '；', '\n'];

    /// <summary>The times to choose from, in minutes.</summary>
    public static IReadOnlyList<int> Repeats { get; } = [0, 60, 240, 1440];

    public string Name { get; set; } = "";

    public ChannelKind Kind { get; set; }

    public string Language { get; set; } = System.Globalization.CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal) ? "zh-Hans" : "en";

    public string Url { get; set; } = "";

    public string SigningSecret { get; set; } = "";

    public string Token { get; set; } = "";

    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; }

    public string Username { get; set; } = "";

    public string Password { get; set; } = "";

    public string From { get; set; } = "";

    public string To { get; set; } = "";

    public ChannelHears Hears { get; set; }

    /// <summary>As one writes them in PromQL, without the braces.</summary>
    public string Matchers { get; set; } = "";

    public HashSet<PortalAlertKind> Kinds { get; } = [];

    public AlertSeverity MinSeverity { get; set; }

    public HashSet<Guid> Fleets { get; } = [];

    public Dictionary<Guid, string> Clusters { get; } = [];

    public int RepeatMinutes { get; set; } = 60;

    public bool TellsEnds { get; set; } = true;

    public bool IsQuiet { get; set; }

    public static ChannelDraft Of(ChannelView? stored)
    {
        var draft = new ChannelDraft();
        if (stored is null)
        {
            return draft;
        }

        (draft.Name, draft.Kind, draft.Language, draft.MinSeverity) = (stored.Name, stored.Kind, stored.Language, stored.MinSeverity);
        (draft.Hears, draft.Matchers) = (stored.Hears, MatcherText.Of(stored.Matchers));
        (draft.TellsEnds, draft.IsQuiet) = (stored.TellsEnds, stored.IsQuiet);

        // A time that was given by a script is shown as the nearest one to choose.
        draft.RepeatMinutes = Repeats.MinBy(minutes => Math.Abs(minutes - stored.RepeatAfter.TotalMinutes));
        draft.Kinds.UnionWith(stored.AlertKinds);
        draft.Fleets.UnionWith(stored.FleetIds);
        stored.ClusterIds.ToList().ForEach(id => draft.Clusters[id] = "");
        if (stored.Mail is { } mail)
        {
            (draft.Host, draft.Port, draft.Security, draft.Username, draft.From, draft.To) = (mail.Host, mail.Port, mail.Security, mail.Username, mail.From, string.Join(", ", mail.To));
        }

        return draft;
    }

    public static void Toggle<T>(HashSet<T> chosen, T value, bool on)
    {
        if (on)
        {
            chosen.Add(value);
        }
        else
        {
            chosen.Remove(value);
        }
    }

    /// <summary>What was left empty of secrets stays as it is stored.</summary>
    public ChannelRequest ToRequest(ChannelView? stored)
    {
        var (isMail, isNew) = (Kind == ChannelKind.Email, stored is null);
        var mail = isMail
            ? new MailSettings(Host.Trim(), Port, Security, Username.Trim(), From.Trim(), To.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            : null;
        return new ChannelRequest(
            Name.Trim(), Kind, Language, isMail ? null : Given(Url.Trim()), Signs ? Given(SigningSecret) : null, Kind == ChannelKind.Webhook ? Given(Token) : null, mail, isMail ? Given(Password) : null,
            [.. Kinds.Order()], MinSeverity, [.. Fleets], [.. Clusters.Keys], TellsEnds, IsQuiet, stored?.Version)
        {
            RepeatAfter = TimeSpan.FromMinutes(RepeatMinutes),
            Hears = Hears,
            Matchers = Hears == ChannelHears.Portal ? [] : MatcherText.Read(Matchers, isNew ? "The channel was not created" : "The channel was not changed"),
        };
    }

    private bool Signs => Kind is ChannelKind.Webhook or ChannelKind.DingTalk or ChannelKind.Feishu;

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
