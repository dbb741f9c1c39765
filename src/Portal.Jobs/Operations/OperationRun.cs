using Portal.Core.Secrets;

namespace Portal.Jobs.Operations;

/// <summary>What the steps of one run of an operation share.</summary>
internal sealed record OperationRun(OperationLease Lease, FencedWrites Writes, LogWriter Log, Redactor Redactor)
{
    /// <summary>The ordinal of the step that runs, or ran last; null before the first.</summary>
    public int? CurrentStep { get; set; }
}
