namespace Portal.Core.Distribution.Delivery;

/// <summary>A delivery that would remove much stops and asks, whoever asked for it. Pure.</summary>
public static class DeletionGuard
{
    /// <summary>More than that many objects are removed only when the person has said how many.</summary>
    public const int Most = 50;

    /// <summary>More than that share of what is managed, in hundredths, likewise.</summary>
    public const int MostPercent = 50;

    /// <summary>So few are a matter of course.</summary>
    public const int Few = 3;

    /// <summary>Why it has to be confirmed, or null.</summary>
    public static string? Reason(int deletions, int managed) =>
        deletions > Most || (deletions > Few && deletions * 100 > managed * MostPercent)
            ? Words(deletions, managed)
            : null;

    private static string Words(int deletions, int managed)
    {
        var reason = $"It would remove {deletions} of the {managed} objects that the application has.";
        return reason;
    }
}
