using Microsoft.Extensions.Logging;

namespace Portal.Jobs.Rollouts;

internal static partial class RolloutLog
{
    [LoggerMessage(LogLevel.Warning, "Rollouts could not be driven and are tried again")]
    public static partial void DriveFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Rollout {Rollout} could not be checked between waves, and is checked again")]
    public static partial void CheckFailed(ILogger logger, Exception exception, Guid rollout);

    [LoggerMessage(LogLevel.Error, "Rollout {Rollout} could not go on and is tried again")]
    public static partial void StepFailed(ILogger logger, Exception exception, Guid rollout);
}
