namespace Portal.Web.Access;

/// <summary>What came of an attempt. Wrong, locked, disabled and unknown are one: the page must not tell which names exist.</summary>
internal enum SignInOutcome
{
    SignedIn,
    Refused,
    TooMany,

    /// <summary>The password was right, and a second factor is asked for.</summary>
    NeedsSecondFactor,

    /// <summary>The second step came too late, or from elsewhere.</summary>
    Expired,
}
