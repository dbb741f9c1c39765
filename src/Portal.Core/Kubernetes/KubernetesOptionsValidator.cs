using Microsoft.Extensions.Options;
using Portal.Core.Problems;

namespace Portal.Core.Kubernetes;

/// <summary>Names the key, the value and the range of each setting that cannot work.</summary>
internal sealed class KubernetesOptionsValidator : IValidateOptions<KubernetesOptions>
{
    public ValidateOptionsResult Validate(string? name, KubernetesOptions options)
    {
        var settings = new SettingRanges(KubernetesOptions.Section);
        settings.Within(nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        settings.Within(nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(2));
        settings.Within(nameof(options.MaxRequestsPerCluster), options.MaxRequestsPerCluster, 1, 1000);
        settings.Within(nameof(options.MaxQueuedPerCluster), options.MaxQueuedPerCluster, 0, 100_000);
        settings.Within(nameof(options.MaxProxiedPerCluster), options.MaxProxiedPerCluster, 1, 1000);
        settings.Within(nameof(options.MaxProxiedStreamsPerCluster), options.MaxProxiedStreamsPerCluster, 1, 10_000);
        settings.Within(nameof(options.MaxResponseBytes), options.MaxResponseBytes, 1024, 1024 * 1024 * 1024);
        settings.Within(nameof(options.MaxPooledClusters), options.MaxPooledClusters, 1, 100_000);
        settings.Within(nameof(options.IdleTimeout), options.IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        settings.Within(nameof(options.RecheckAfter), options.RecheckAfter, TimeSpan.Zero, TimeSpan.FromHours(1));
        settings.Within(nameof(options.BreakDuration), options.BreakDuration, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
        return settings.Result;
    }
}
