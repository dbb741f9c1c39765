namespace Portal.Core.Monitoring.Sources;

/// <summary>Why a cluster's part of an answer is missing.</summary>
public enum MemberFaultKind
{
    /// <summary>The portal knows no metrics endpoint of it.</summary>
    NoSource,

    /// <summary>Nothing answers there.</summary>
    Unreachable,

    /// <summary>It took too long.</summary>
    TimedOut,

    /// <summary>It is not asked for a while, as it failed again and again.</summary>
    Resting,

    /// <summary>It answered that it cannot or will not.</summary>
    Refused,

    /// <summary>What came is no answer.</summary>
    Malformed,

    /// <summary>More came than the limits allow.</summary>
    TooLarge,

    /// <summary>The global engine that was asked has nothing of it.</summary>
    NotHeld,
}

/// <summary>A cluster that could not be asked, or gave no whole answer.</summary>
public sealed class MemberFaultException(MemberFaultKind kind, string why, Exception? inner = null) : Exception(why, inner)
{
    public MemberFaultKind Kind { get; } = kind;

    public string Why { get; } = why;

    /// <summary>Of HTTP, where an answer said nothing else.</summary>
    public int? Status { get; init; }
}
