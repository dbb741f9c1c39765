namespace Portal.Core.Audit;

/// <summary>What can be done. The first four are the words of the database's triggers.</summary>
public static class AuditActs
{
    public const string Created = nameof(Created);
    public const string Changed = nameof(Changed);
    public const string Removed = nameof(Removed);

    /// <summary>An operation came to its end.</summary>
    public const string Ended = nameof(Ended);

    public const string SignedIn = nameof(SignedIn);
    public const string SignedOut = nameof(SignedOut);

    /// <summary>Something was asked for by one who may not.</summary>
    public const string Tried = nameof(Tried);

    /// <summary>The chain was checked.</summary>
    public const string Verified = nameof(Verified);

    /// <summary>Months that are older than is kept were dropped.</summary>
    public const string Forgot = nameof(Forgot);

    public const string Exported = nameof(Exported);

    /// <summary>A secret of a cluster was read through the portal.</summary>
    public const string Read = nameof(Read);

    /// <summary>A way into a pod, a service or a node of a cluster was opened through the portal.</summary>
    public const string Opened = nameof(Opened);

    public static IReadOnlyList<string> All { get; } = [Created, Changed, Removed, Ended, SignedIn, SignedOut, Tried, Verified, Forgot, Exported, Read, Opened];
}

/// <summary>What acts are about, beside the rows of tables.</summary>
public static class AuditKinds
{
    public const string Session = "session";
    public const string Silence = "silence";
    public const string Request = "request";
    public const string Trail = "audit";

    /// <summary>An object of a cluster, reached through the portal's proxy.</summary>
    public const string Kubernetes = "kubernetes";
}

/// <summary>How acts ended. An operation's are the words of its state.</summary>
public static class AuditOutcomes
{
    public const string Done = nameof(Done);
    public const string Refused = nameof(Refused);
    public const string Failed = nameof(Failed);
    public const string Succeeded = nameof(Succeeded);
    public const string Cancelled = nameof(Cancelled);

    public static IReadOnlyList<string> All { get; } = [Done, Refused, Failed, Succeeded, Cancelled];
}
