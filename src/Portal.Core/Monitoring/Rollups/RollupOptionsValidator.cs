using Microsoft.Extensions.Options;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Rollups;

/// <summary>Names the key, the value and the range of each setting that cannot work.</summary>
internal sealed class RollupOptionsValidator : IValidateOptions<RollupOptions>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, RollupOptions options)
    {
        var settings = new SettingRanges(RollupOptions.Section);
        settings.Within(nameof(options.Step), options.Step, TimeSpan.FromMinutes(1), Hour);
        settings.Within(nameof(options.Lag), options.Lag, TimeSpan.Zero, Hour);
        settings.Within(nameof(options.KeepSamples), options.KeepSamples, TimeSpan.FromDays(2), TimeSpan.FromDays(400));
        settings.Within(nameof(options.Backfill), options.Backfill, Hour, options.KeepSamples - TimeSpan.FromDays(1));
        settings.Within(nameof(options.KeepHoursMonths), options.KeepHoursMonths, 1, 120);
        settings.Within(nameof(options.Concurrency), options.Concurrency, 1, 256);
        settings.Within(nameof(options.MaxParts), options.MaxParts, 1, 100_000);
        return !settings.Result.Failed && (Hour.Ticks % options.Step.Ticks != 0 || options.Step.Ticks % TimeSpan.TicksPerSecond != 0)
            ? ValidateOptionsResult.Fail($"{RollupOptions.Section}:{nameof(options.Step)} is {options.Step}; it must divide an hour into whole seconds.")
            : settings.Result;
    }
}
