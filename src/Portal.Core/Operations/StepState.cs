namespace Portal.Core.Operations;

public enum StepState
{
    Pending,
    Running,
    Succeeded,
    Failed,
    Cancelled,

    /// <summary>Had nothing to do, or could not be done and does not stop the operation (its log says which).</summary>
    Skipped,
}
