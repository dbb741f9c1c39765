namespace Portal.Core.Secrets;

/// <summary>Where the master key comes from: 32 random bytes in base64 that are kept outside of the database.</summary>
public sealed class SecretsOptions
{
    public const string Section = "Secrets";

    /// <summary>A file that holds the key in base64. Wins over <see cref="MasterKey"/>.</summary>
    public string MasterKeyFile { get; set; } = "";

    /// <summary>The key itself, in base64.</summary>
    public string MasterKey { get; set; } = "";

    /// <summary>The key before this one, while a rotation is under way.</summary>
    public string PreviousMasterKeyFile { get; set; } = "";
}
