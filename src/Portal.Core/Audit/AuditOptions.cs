namespace Portal.Core.Audit;

/// <summary>Section "Audit".</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Months of entries that are kept, before the running one; 3 to 240.</summary>
    public int KeepMonths { get; set; } = 24;
}
