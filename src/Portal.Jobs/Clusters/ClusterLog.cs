using Microsoft.Extensions.Logging;

namespace Portal.Jobs.Clusters;

internal static partial class ClusterLog
{
    [LoggerMessage(LogLevel.Error, "The health sweep cannot {Part}; it goes on in a moment")]
    public static partial void SweepFailed(ILogger logger, Exception exception, string part);

    [LoggerMessage(LogLevel.Error, "Cluster {Cluster} could not be looked at")]
    public static partial void CheckFailed(ILogger logger, Exception exception, string cluster);

    [LoggerMessage(LogLevel.Warning, "The token for cluster {Cluster} was not renewed: {Why}")]
    public static partial void RenewalFailed(ILogger logger, string cluster, string why);

    [LoggerMessage(LogLevel.Information, "The token for cluster {Cluster} was renewed; it ends at {ExpiresAt}")]
    public static partial void Renewed(ILogger logger, string cluster, DateTimeOffset expiresAt);
}
