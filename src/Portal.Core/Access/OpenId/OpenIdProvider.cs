namespace Portal.Core.Access.OpenId;

/// <summary>A provider of OpenID Connect, as the operator has set it.</summary>
public sealed class OpenIdProvider
{
    /// <summary>As the sign-in page shows it; empty for its name.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>The issuer's address: https, or http on the portal's own machine. Its metadata lie under <c>/.well-known/openid-configuration</c>.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>Empty for a public client, which has PKCE alone. Never logged.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>A file that holds the client's secret. Wins over <see cref="ClientSecret"/>.</summary>
    public string ClientSecretFile { get; set; } = "";

    /// <summary>What is asked for; empty for openid, profile and email.</summary>
    public List<string> Scopes { get; } = [];

    /// <summary>The claim that a new account is named after.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    public string EmailClaim { get; set; } = "email";

    /// <summary>The claim that lists the groups.</summary>
    public string GroupsClaim { get; set; } = "groups";

    public AccountCreation Accounts { get; set; }

    /// <summary>How often it is asked whether a session may go on, and for the groups: 1 minute to 1 day. Where it gives refresh tokens alone.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The scopes that are asked for.</summary>
    public IReadOnlyList<string> AskedScopes => Scopes.Count == 0 ? ["openid", "profile", "email"] : [.. Scopes.Prepend("openid").Distinct(StringComparer.Ordinal)];

    /// <summary>The client's secret, from its file where there is one; null for a public client.</summary>
    public string? ReadSecret()
    {
        var secret = ClientSecretFile.Length > 0 ? File.ReadAllText(ClientSecretFile).Trim() : ClientSecret;
        return secret.Length == 0 ? null : secret;
    }
}
