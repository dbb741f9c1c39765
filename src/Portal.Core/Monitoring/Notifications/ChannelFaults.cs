using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>Why a message was not sent, in words that hold no secret.</summary>
internal static class ChannelFaults
{
    private const int Longest = 300;

    public static Problem Of(string channel, Exception exception, ChannelSecrets secrets) => exception switch
    {
        ChannelRefusedException refused => Problem(channel, Clean(refused.Message, secrets), refused.Remedy),
        OperationCanceledException => Problem(channel, "It did not take the message in time.", "Check that the server runs and is reachable from the portal."),
        MailKit.Security.AuthenticationException => Problem(channel, "The mail server refused the user's name or password.", "Give the password again, or ask the mail server's administrator."),
        SslHandshakeException or System.Security.Authentication.AuthenticationException =>
            Problem(channel, "TLS could not be agreed on, or its certificate is not trusted.", "Check the port and the way of security, and that the server's certificate is valid for its name."),
        NotSupportedException => Problem(channel, "The mail server does not offer STARTTLS.", "Choose TLS, or another port."),
        SmtpCommandException { StatusCode: var status } command =>
            Problem(channel, $"The mail server refused the mail ({(int)status}): {Clean(command.Message, secrets)}", "Check the sender and the recipients."),
        CommandException or ProtocolException => Problem(channel, "The mail server does not speak SMTP as expected.", "Check the host, the port and the way of security."),
        _ => Unreached(channel, exception),
    };

    public static Problem Lost(string channel) =>
        Problem(channel, "The channel's stored secrets cannot be read with the portal's keys.", "Give its address and secrets again.");

    private static Problem Unreached(string channel, Exception exception) => KubernetesFaults.Classify(exception) switch
    {
        FaultCause.NameNotFound => Problem(channel, "Its host name does not resolve.", "Check the address, and that the portal's DNS knows it."),
        FaultCause.ConnectionRefused => Problem(channel, "Nothing listens at its address (connection refused).", "Check the address and the port, and that the server runs."),
        FaultCause.TimedOut => Problem(channel, "The connection did not come about in time.", "Check the firewall between the portal and the server."),
        FaultCause.Unreachable => Problem(channel, "There is no route to its address.", "Check the network between the portal and the server."),
        FaultCause.Certificate or FaultCause.TlsHandshake => Problem(channel, "TLS could not be agreed on, or its certificate is not trusted.", "Check the address, and that the server's certificate is valid for its name."),
        FaultCause.AddressDenied => Problem(channel, "The portal does not connect to this address.", "Use a public address, or ask an administrator about Egress:AllowNetworks."),
        _ => Problem(channel, "The connection ended before the message was taken.", "Try again; check what stands between the portal and the server."),
    };

    private static Problem Problem(string channel, string why, string remedy) =>
        new(ProblemKind.Unavailable, $"The message was not sent to channel {channel}", why, remedy);

    /// <summary>What a server said, cut, in one line, and without anything that is secret.</summary>
    private static string Clean(string said, ChannelSecrets secrets)
    {
        var text = new string([.. said.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        foreach (var secret in Parts(secrets).Where(secret => secret.Length >= 4).OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, "…", StringComparison.OrdinalIgnoreCase);
        }

        return text.Length > Longest ? text[..Longest] : text;
    }

    private static List<string> Parts(ChannelSecrets secrets)
    {
        var parts = new List<string> { secrets.Url, secrets.SigningSecret, secrets.Token, secrets.Password };
        if (Uri.TryCreate(secrets.Url, UriKind.Absolute, out var url))
        {
            parts.Add(url.PathAndQuery);
            parts.AddRange(url.PathAndQuery.Split('/', '?', '&', '=').Where(part => part.Length >= 12));
        }

        return parts;
    }
}

/// <summary>A channel has answered, and not taken the message.</summary>
internal sealed class ChannelRefusedException(string message, string remedy) : Exception(message)
{
    public string Remedy { get; } = remedy;
}
