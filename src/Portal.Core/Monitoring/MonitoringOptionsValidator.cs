using Microsoft.Extensions.Options;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring;

/// <summary>Names the key, the value and the range of each setting that cannot work.</summary>
internal sealed class MonitoringOptionsValidator : IValidateOptions<MonitoringOptions>
{
    public ValidateOptionsResult Validate(string? name, MonitoringOptions options)
    {
        var settings = new SettingRanges(MonitoringOptions.Section);
        settings.Within(nameof(options.MemberTimeout), options.MemberTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2));
        settings.Within(nameof(options.HedgeAfter), options.HedgeAfter, TimeSpan.FromMilliseconds(10), options.MemberTimeout);
        settings.Within(nameof(options.BreakDuration), options.BreakDuration, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
        settings.Within(nameof(options.MaxRequestsPerCluster), options.MaxRequestsPerCluster, 1, 1000);
        settings.Within(nameof(options.MaxQueuedPerCluster), options.MaxQueuedPerCluster, 0, 100_000);
        settings.Within(nameof(options.MaxRequests), options.MaxRequests, 1, 10_000);
        settings.Within(nameof(options.MaxSteps), options.MaxSteps, 1, 11_000);
        settings.Within(nameof(options.MaxBytesPerCluster), options.MaxBytesPerCluster, 1024L, 1024L * 1024 * 1024);
        settings.Within(nameof(options.MaxSeriesPerCluster), options.MaxSeriesPerCluster, 1, 10_000_000);
        settings.Within(nameof(options.MaxSeries), options.MaxSeries, 1, 10_000_000);
        settings.Within(nameof(options.MaxSamples), options.MaxSamples, 1L, 1_000_000_000L);
        return settings.Result;
    }
}
