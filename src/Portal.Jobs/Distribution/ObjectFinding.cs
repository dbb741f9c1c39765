using Portal.Core.Distribution.Applications;

namespace Portal.Jobs.Distribution;

/// <summary>What a look says of one object.</summary>
internal sealed record ObjectFinding
{
    private const int Longest = 2000;

    public ObjectFinding(ApplicationObject row, ObjectHealth health, string reason) => (Row, Health, Reason) = (row, health, Cut(reason));

    /// <summary>As it was known before the look.</summary>
    public ApplicationObject Row { get; }

    public ObjectHealth Health { get; }

    public string Reason { get; }

    /// <summary>False when the same is said of it already.</summary>
    public bool IsNew => Row.HealthSince is null || Row.Health != Health || Row.HealthReason != Reason;

    public static string Cut(string reason) => reason.Length > Longest ? reason[..Longest] : reason;
}
