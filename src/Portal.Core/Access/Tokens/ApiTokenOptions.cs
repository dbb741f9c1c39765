namespace Portal.Core.Access.Tokens;

/// <summary>Rules of API tokens, bound from "Tokens:…".</summary>
public sealed class ApiTokenOptions
{
    public const string Section = "Tokens";

    /// <summary>The longest life of a new token, in days: 1 to 365. Tokens that there are keep theirs.</summary>
    public int MaxDays { get; set; } = 365;
}
