using Microsoft.Extensions.Logging;

namespace Portal.Jobs.Operations;

internal static partial class OperationsLog
{
    [LoggerMessage(LogLevel.Information, "Operation {Operation} ({Kind} of {Target}) starts, generation {Generation}")]
    public static partial void Started(ILogger logger, Guid operation, string kind, string target, long generation);

    [LoggerMessage(LogLevel.Information, "Operation {Operation} has ended: {State}")]
    public static partial void Ended(ILogger logger, Guid operation, Core.Operations.OperationState state);

    [LoggerMessage(LogLevel.Information, "Operation {Operation} is given back: this worker stops")]
    public static partial void Released(ILogger logger, Guid operation);

    [LoggerMessage(LogLevel.Warning, "The lease on operation {Operation}, generation {Generation}, is lost; its work stops here")]
    public static partial void LeaseLost(ILogger logger, Guid operation, long generation);

    [LoggerMessage(LogLevel.Warning, "The lease on operation {Operation} could not be renewed and is tried again")]
    public static partial void LeaseNotRenewed(ILogger logger, Exception exception, Guid operation);

    [LoggerMessage(LogLevel.Error, "Step {Step} of operation {Operation} failed unexpectedly, reference {Reference}")]
    public static partial void StepFailed(ILogger logger, Exception exception, string step, Guid operation, string reference);

    [LoggerMessage(LogLevel.Error, "Operation {Operation} stopped without an end; it is resumed when its lease has run out")]
    public static partial void RunFailed(ILogger logger, Exception exception, Guid operation);

    [LoggerMessage(LogLevel.Error, "The rows that depend on operation {Operation} could not be settled, reference {Reference}")]
    public static partial void SettleFailed(ILogger logger, Exception exception, Guid operation, string reference);

    [LoggerMessage(LogLevel.Warning, "Queued operations could not be dispatched and are tried again")]
    public static partial void DispatchFailed(ILogger logger, Exception exception);
}
