using Microsoft.Extensions.Logging;

namespace Portal.Jobs.Schedules;

internal static partial class JobLog
{
    [LoggerMessage(LogLevel.Error, "The sweep {Sweep} failed and is tried again")]
    public static partial void SweepFailed(ILogger logger, Exception exception, string sweep);

    [LoggerMessage(LogLevel.Error, "The recurring job {Job} failed; it runs again at its next time")]
    public static partial void RecurringJobFailed(ILogger logger, Exception exception, string job);
}
