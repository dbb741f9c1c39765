namespace Portal.Jobs.Operations;

/// <summary>Another worker may have the operation by now: nothing more may be written, nor done.</summary>
internal sealed class LeaseLostException(Guid operation)
    : OperationCanceledException($"The lease on operation {operation} is lost.");
