using Microsoft.Extensions.Options;

namespace Portal.Core.Components;

/// <summary>Gathers all errors; each names its configuration key.</summary>
public sealed class ComponentsOptionsValidator : IValidateOptions<ComponentsOptions>
{
    public ValidateOptionsResult Validate(string? name, ComponentsOptions options)
    {
        var errors = new List<string>();
        if (options.ChartMirror is { } mirror
            && !(Uri.TryCreate(mirror, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "oci"
                && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0))
        {
            errors.Add($"{ComponentsOptions.ChartMirrorKey} must be an http://, https:// or oci:// address without user, query or fragment.");
        }

        Positive(options.MaxChartBytes > 0, nameof(options.MaxChartBytes));
        Positive(options.ReadyTimeout > TimeSpan.Zero, nameof(options.ReadyTimeout));
        Positive(options.HelmTimeout > TimeSpan.Zero, nameof(options.HelmTimeout));
        Positive(options.ReadyPollInterval > TimeSpan.Zero, nameof(options.ReadyPollInterval));
        Positive(options.UnjoinTimeout > TimeSpan.Zero, nameof(options.UnjoinTimeout));
        Positive(options.DrainTimeout > TimeSpan.Zero, nameof(options.DrainTimeout));
        Positive(options.HealthInterval > TimeSpan.Zero, nameof(options.HealthInterval));
        Positive(options.DriftInterval > TimeSpan.Zero, nameof(options.DriftInterval));
        Positive(options.FollowInterval > TimeSpan.Zero, nameof(options.FollowInterval));
        Positive(options.DiscoveryInterval > TimeSpan.Zero, nameof(options.DiscoveryInterval));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Positive(bool holds, string property)
        {
            if (!holds)
            {
                errors.Add($"{ComponentsOptions.Section}:{property} must be greater than zero.");
            }
        }
    }
}
