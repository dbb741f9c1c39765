using FluentValidation;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Notifications;

internal sealed class ChannelRequestValidator : AbstractValidator<ChannelRequest>
{
    private const int MostRecipients = 50;
    private const int MostPlaces = 1000;
    private const int MostMatchers = 50;

    public ChannelRequestValidator()
    {
        RuleFor(request => request.Name).Must(name => name is not null && name.Trim().Length is > 0 and <= 63 && !name.Any(char.IsControl))
            .WithMessage("A channel's name has 1 to 63 characters.");
        RuleFor(request => request.Kind).IsInEnum();
        RuleFor(request => request.MinSeverity).IsInEnum();
        RuleForEach(request => request.AlertKinds).IsInEnum().Must(kind => kind != PortalAlertKind.MemberAlert)
            .WithMessage("Alerts of clusters are asked for by hears, not by a kind.");
        RuleFor(request => request.Hears).IsInEnum();
        RuleFor(request => request.Matchers).Must(matchers => matchers is null || matchers.Count <= MostMatchers).WithMessage("A channel has at most 50 matchers.");
        RuleForEach(request => request.Matchers).Must(matcher => matcher is { Name.Length: > 0 and <= 256, Value.Length: <= 4096 } && !matcher.Name.Any(char.IsControl))
            .WithMessage("A matcher has the name of a label, and a value of at most 4,096 characters.");
        RuleForEach(request => request.Matchers).Must(matcher => matcher is not { IsRegex: true, Value.Length: <= 4096 } || SilenceRules.IsPattern(matcher.Value))
            .WithMessage("A matcher's pattern is no regular expression.");
        RuleFor(request => request.Language).Must(language => MessageWords.Languages.Contains(language)).WithMessage("A channel's language is en or zh-Hans.");
        RuleFor(request => request.RepeatAfter).InclusiveBetween(TimeSpan.Zero, TimeSpan.FromDays(7)).WithMessage("The time without a second message is 0 to 7 days.");
        RuleFor(request => request.FleetIds).Must(ids => ids is null || ids.Count <= MostPlaces).WithMessage("A channel names at most 1,000 fleets.");
        RuleFor(request => request.ClusterIds).Must(ids => ids is null || ids.Count <= MostPlaces).WithMessage("A channel names at most 1,000 clusters.");
        When(request => request.Kind == ChannelKind.Email, Mail).Otherwise(Webhook);
    }

    private void Webhook()
    {
        RuleFor(request => request.Url).Must(url => url is null || IsUrl(url)).WithMessage("Give the address as https:// or http:// with a host, without a user or a fragment.");
        RuleFor(request => request.Url).Must(url => url is null || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)).When(request => request.Kind != ChannelKind.Webhook)
            .WithMessage("The address of a group chat holds its secret: it must be https://.");
        RuleFor(request => request.Url).Must(url => url is null || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)).When(request => request.Token is { Length: > 0 })
            .WithMessage("A password or token is not sent over http://: use https://.");
        RuleFor(request => request.Mail).Null().WithMessage("Mail settings are for mail alone.");
        RuleFor(request => request.Password).Must(password => password is null or "").WithMessage("A password is for mail alone.");
        RuleFor(request => request.Token).Must(token => token is null or "").When(request => request.Kind != ChannelKind.Webhook).WithMessage("A token is for webhooks alone.");
        RuleFor(request => request.SigningSecret).Must(secret => secret is null or "").When(request => request.Kind is ChannelKind.Slack or ChannelKind.WeCom)
            .WithMessage("Slack and WeCom take no signing secret.");
        RuleFor(request => request.SigningSecret).Must(IsSecret).WithMessage("A secret has at most 4,096 characters and no line breaks.");
        RuleFor(request => request.Token).Must(IsSecret).WithMessage("A secret has at most 4,096 characters and no line breaks.");
    }

    private void Mail()
    {
        RuleFor(request => request.Url).Must(url => url is null or "").WithMessage("Mail has no address of a webhook.");
        RuleFor(request => request.Token).Must(token => token is null or "").WithMessage("A token is for webhooks alone.");
        RuleFor(request => request.SigningSecret).Must(secret => secret is null or "").WithMessage("Mail is not signed.");
        RuleFor(request => request.Password).Must(IsSecret).WithMessage("A secret has at most 4,096 characters and no line breaks.");
        RuleFor(request => request.Mail).NotNull().WithMessage("Give the mail server, the sender and the recipients.");
        When(request => request.Mail is not null, () =>
        {
            RuleFor(request => request.Mail!.Host).Must(IsHost).WithMessage("The mail server is a host name or an address, without a port.");
            RuleFor(request => request.Mail!.Port).InclusiveBetween(1, 65535).WithMessage("A port lies between 1 and 65535.");
            RuleFor(request => request.Mail!.Security).IsInEnum();
            RuleFor(request => request.Mail!.From).Must(MailAddress.IsValid).WithMessage("The sender must be a mail address.");
            RuleFor(request => request.Mail!.To).Must(to => to is { Count: > 0 and <= MostRecipients } && to.All(MailAddress.IsValid))
                .WithMessage("The recipients are 1 to 50 mail addresses.");
            RuleFor(request => request.Mail!.Username).Must(name => name is not null && IsSecret(name) && name.Length <= 256).WithMessage("A user's name has at most 256 characters.");
            RuleFor(request => request.Mail!.Username).Empty().When(request => request.Mail!.Security == MailSecurity.None)
                .WithMessage("A password is not sent without TLS: choose STARTTLS or TLS, or leave the user's name empty.");
        });
    }

    private static bool IsUrl(string url) =>
        WebUrl.TryRead(url, 2048, out var parsed) && parsed is { UserInfo.Length: 0, Fragment.Length: 0 };

    private static bool IsHost(string? host) => host is { Length: > 0 and <= 253 } && Uri.CheckHostName(host) != UriHostNameType.Unknown;

    private static bool IsSecret(string? secret) => secret is null || (secret.Length <= 4096 && !secret.Any(char.IsControl));
}
