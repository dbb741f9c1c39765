using Microsoft.Extensions.Options;

namespace Portal.Core.Monitoring;

/// <summary>Names the key, the value and the range of each setting that cannot work.</summary>
internal sealed class MonitoringOptionsValidator : IValidateOptions<MonitoringOptions>
{
    public ValidateOptionsResult Validate(string? name, MonitoringOptions options)
    {
        List<string> failures = [];
        Within(nameof(options.MemberTimeout), options.MemberTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2));
        Within(nameof(options.HedgeAfter), options.HedgeAfter, TimeSpan.FromMilliseconds(10), options.MemberTimeout);
        Within(nameof(options.BreakDuration), options.BreakDuration, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
        Within(nameof(options.MaxRequestsPerCluster), options.MaxRequestsPerCluster, 1, 1000);
        Within(nameof(options.MaxQueuedPerCluster), options.MaxQueuedPerCluster, 0, 100_000);
        Within(nameof(options.MaxRequests), options.MaxRequests, 1, 10_000);
        Within(nameof(options.MaxSteps), options.MaxSteps, 1, 11_000);
        Within(nameof(options.MaxBytesPerCluster), options.MaxBytesPerCluster, 1024L, 1024L * 1024 * 1024);
        Within(nameof(options.MaxSeriesPerCluster), options.MaxSeriesPerCluster, 1, 10_000_000);
        Within(nameof(options.MaxSeries), options.MaxSeries, 1, 10_000_000);
        Within(nameof(options.MaxSamples), options.MaxSamples, 1L, 1_000_000_000L);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Within<T>(string key, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                failures.Add($"{MonitoringOptions.Section}:{key} is {value}; it must lie between {least} and {most}.");
            }
        }
    }
}
