using Microsoft.Extensions.Logging;

namespace Portal.Jobs.Distribution;

internal static partial class MoveLog
{
    [LoggerMessage(LogLevel.Error, "A move of the application {Application} could not be looked at; it is tried again")]
    public static partial void Failed(ILogger logger, Exception exception, Guid application);
}
