using Portal.Core.Monitoring.Sources;

namespace Portal.Web.Monitoring;

/// <summary>How the portal says who it is to an endpoint, while a person describes it.</summary>
public sealed class SignInDraft
{
    private (string Address, MetricsAuthentication Authentication)? _stored;

    public MetricsAuthentication Authentication { get; set; }

    public string Username { get; set; } = "";

    public string Secret { get; set; } = "";

    public string Authority { get; set; } = "";

    /// <summary>The name as it is sent: only where there is one to give.</summary>
    public string UsernameToSend => Authentication == MetricsAuthentication.Basic ? Username.Trim() : "";

    /// <summary>Null leaves a stored one as it is.</summary>
    public string? SecretToSend => Secret.Length == 0 ? null : Secret;

    /// <summary>A stored secret stays only where it was.</summary>
    public bool MayKeep(string address) => _stored == (address.Trim(), Authentication);

    /// <param name="storedAt">Where a secret of it is stored for; null where none is.</param>
    public void Fill(MetricsAuthentication authentication, string username, string authority, string? storedAt)
    {
        (Authentication, Username, Authority) = (authentication, username, authority);
        _stored = storedAt is null ? null : (storedAt, authentication);
    }
}
