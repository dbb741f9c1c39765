using Microsoft.Extensions.Options;

namespace Portal.Core.Kubernetes;

/// <summary>Names the key, the value and the range of each setting that cannot work.</summary>
internal sealed class KubernetesOptionsValidator : IValidateOptions<KubernetesOptions>
{
    public ValidateOptionsResult Validate(string? name, KubernetesOptions options)
    {
        List<string> failures = [];
        Within(nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        Within(nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(2));
        Within(nameof(options.MaxRequestsPerCluster), options.MaxRequestsPerCluster, 1, 1000);
        Within(nameof(options.MaxQueuedPerCluster), options.MaxQueuedPerCluster, 0, 100_000);
        Within(nameof(options.MaxResponseBytes), options.MaxResponseBytes, 1024, 1024 * 1024 * 1024);
        Within(nameof(options.MaxPooledClusters), options.MaxPooledClusters, 1, 100_000);
        Within(nameof(options.IdleTimeout), options.IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Within(nameof(options.RecheckAfter), options.RecheckAfter, TimeSpan.Zero, TimeSpan.FromHours(1));
        Within(nameof(options.BreakDuration), options.BreakDuration, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Within<T>(string key, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                failures.Add($"{KubernetesOptions.Section}:{key} is {value}; it must lie between {least} and {most}.");
            }
        }
    }
}
