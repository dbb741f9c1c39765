namespace Portal.Web.Access;

/// <summary>What came of an attempt. Wrong, locked, disabled and unknown are one: the page must not tell which names exist.</summary>
internal enum SignInOutcome
{
    SignedIn,
    Refused,
    TooMany,
}
