using Microsoft.Extensions.Options;

namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>Gathers all errors; each names its configuration key.</summary>
internal sealed class SourcesOptionsValidator : IValidateOptions<SourcesOptions>
{
    /// <summary>A worker's claim is not longer than this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, SourcesOptions options)
    {
        var errors = new List<string>();
        Positive(options.MaxDownloadBytes > 0, nameof(options.MaxDownloadBytes));
        Positive(options.MaxFiles > 0, nameof(options.MaxFiles));
        Positive(options.MaxFileBytes > 0, nameof(options.MaxFileBytes));
        Positive(options.Timeout > TimeSpan.Zero, nameof(options.Timeout));
        if (options.Timeout > Longest)
        {
            errors.Add($"{SourcesOptions.Section}:{nameof(options.Timeout)} must be at most {Longest.TotalMinutes:0} minutes.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Positive(bool holds, string property)
        {
            if (!holds)
            {
                errors.Add($"{SourcesOptions.Section}:{property} must be greater than zero.");
            }
        }
    }
}
