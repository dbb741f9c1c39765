using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Kubernetes;
using Portal.Core.Monitoring.Notifications.Formats;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>Sends one message to one channel, through the guard of addresses, once and within its time.</summary>
public sealed class ChannelSender : IDisposable
{
    private readonly EgressGuard _egress;
    private readonly SecretProtector _protector;
    private readonly NotificationOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    public ChannelSender(EgressGuard egress, SecretProtector protector, IOptions<NotificationOptions> options, TimeProvider time)
    {
        (_egress, _protector, _options, _time) = (egress, protector, options.Value, time);
        _http = new HttpMessageInvoker(egress.CreateHandler());
    }

    /// <summary>Null when the channel has taken it, else why not. Throws only for cancellation by the caller.</summary>
    public async Task<Problem?> SendAsync(NotificationChannel channel, AlertMessage message, CancellationToken cancellationToken)
    {
        if (Read(channel) is not { } secrets)
        {
            return ChannelFaults.Lost(channel.Name);
        }

        using var deadline = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await (channel.Mail is { } mail ? MailAsync(mail, secrets, message, either.Token) : PostAsync(channel.Kind, secrets, message, either.Token));
            return null;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return ChannelFaults.Of(channel.Name, deadline.IsCancellationRequested ? new OperationCanceledException() : exception, secrets);
        }
    }

    public void Dispose() => _http.Dispose();

    internal ChannelSecrets? Read(NotificationChannel channel)
    {
        try
        {
            return JsonSerializer.Deserialize<ChannelSecrets>(_protector.Unprotect(SecretProtector.NotificationChannel, channel.ProtectedSecrets));
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private async Task PostAsync(ChannelKind kind, ChannelSecrets secrets, AlertMessage message, CancellationToken cancellationToken)
    {
        var post = kind switch
        {
            ChannelKind.Slack => SlackFormat.Of(message, secrets),
            ChannelKind.DingTalk => DingTalkFormat.Of(message, secrets),
            ChannelKind.Feishu => FeishuFormat.Of(message, secrets),
            ChannelKind.WeCom => WeComFormat.Of(message, secrets),
            _ => WebhookFormat.Of(message, secrets),
        };
        using var content = new ByteArrayContent(post.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, post.Address) { Content = content };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("kurator-portal", null));
        foreach (var (name, value) in post.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _http.SendAsync(request, cancellationToken);
        await PostAnswers.DemandTakenAsync(kind, answer, cancellationToken);
    }

    private async Task MailAsync(MailSettings mail, ChannelSecrets secrets, AlertMessage message, CancellationToken cancellationToken)
    {
        // Revocation lists would be fetched past the guard.
        using var client = new MailKit.Net.Smtp.SmtpClient { CheckCertificateRevocation = false, Timeout = (int)_options.Timeout.TotalMilliseconds };
        await using var connection = await _egress.ConnectAsync(mail.Host, mail.Port, cancellationToken);
        var security = mail.Security switch
        {
            MailSecurity.Tls => MailKit.Security.SecureSocketOptions.SslOnConnect,
            MailSecurity.None => MailKit.Security.SecureSocketOptions.None,
            _ => MailKit.Security.SecureSocketOptions.StartTls,
        };
        await client.ConnectAsync(connection, mail.Host, mail.Port, security, cancellationToken);
        if (mail.Username.Length > 0)
        {
            await client.AuthenticateAsync(mail.Username, secrets.Password, cancellationToken);
        }

        await client.SendAsync(MailFormat.Of(message, mail), cancellationToken);

        // It is taken by now: a server that hangs at the farewell makes no second mail.
        client.Disconnect(false, CancellationToken.None);
    }
}
