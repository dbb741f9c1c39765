namespace Portal.Core.Audit;

/// <summary>What a check of the chain found.</summary>
/// <param name="Links">How many links were followed.</param>
/// <param name="Forgotten">Of these, whose entries are older than is kept.</param>
/// <param name="Unlinked">Entries that should be in the chain by now, and are not.</param>
/// <param name="Fault">The first thing that is wrong, or null.</param>
/// <param name="Head">The last link's hash in hexadecimal digits, empty without one: who keeps it elsewhere sees a cut chain.</param>
public sealed record AuditVerification(long Links, long Forgotten, long Unlinked, string? Fault, string Head, DateTimeOffset At)
{
    public bool IsWhole => Fault is null && Unlinked == 0;
}
