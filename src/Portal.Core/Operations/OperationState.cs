namespace Portal.Core.Operations;

/// <summary>The life of an operation. The last three are final, but a failed or cancelled one can be retried.</summary>
public enum OperationState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}
