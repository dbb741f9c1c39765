namespace Portal.Jobs.Operations;

/// <summary>How a worker runs operations.</summary>
public sealed class OperationsOptions
{
    public const string Section = "Operations";

    /// <summary>Operations:LeaseSeconds. How long an operation waits after its worker died before another resumes it.</summary>
    public int LeaseSeconds { get; set; } = 15;

    /// <summary>Operations:Workers. How many operations this process runs at once.</summary>
    public int Workers { get; set; } = 8;

    /// <summary>Operations:MaxAttempts. How often a step is tried in one run while what it needs is unavailable.</summary>
    public int MaxAttempts { get; set; } = 6;

    internal TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);
}
