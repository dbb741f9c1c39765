using Microsoft.Extensions.Options;

namespace Portal.Jobs.Clusters.Health;

/// <summary>Names the configuration key of each value that cannot work.</summary>
internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthOptions options)
    {
        List<string> faults = [];
        if (options.Concurrency is < 1 or > 1024)
        {
            faults.Add($"{HealthOptions.Section}:{nameof(HealthOptions.Concurrency)} must be 1 to 1024.");
        }

        foreach (var (key, value) in new[]
        {
            (nameof(HealthOptions.Patience), options.Patience),
            (nameof(HealthOptions.Timeout), options.Timeout),
            (nameof(HealthOptions.InventoryTimeout), options.InventoryTimeout),
            (nameof(HealthOptions.Interval), options.Interval),
            (nameof(HealthOptions.ConfirmAfter), options.ConfirmAfter),
            (nameof(HealthOptions.LongestPause), options.LongestPause),
            (nameof(HealthOptions.InventoryInterval), options.InventoryInterval),
        })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                faults.Add($"{HealthOptions.Section}:{key} must be more than zero and at most a day.");
            }
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
