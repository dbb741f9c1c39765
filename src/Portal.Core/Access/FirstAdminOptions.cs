namespace Portal.Core.Access;

/// <summary>How the first account gets its password.</summary>
public sealed class FirstAdminOptions
{
    public const string PasswordKey = "PORTAL_ADMIN_PASSWORD";
    public const string PasswordFileKey = "PORTAL_FIRST_PASSWORD_FILE";

    /// <summary>The password of the first admin; empty for a random one-time password.</summary>
    public string Password { get; set; } = "";

    /// <summary>Where to write the one-time password, readable by the owner only; empty to write it to the log once.</summary>
    public string PasswordFile { get; set; } = "";
}
