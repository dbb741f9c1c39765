using Microsoft.Extensions.Options;
using Portal.Core.Problems;

namespace Portal.Core.Onboarding;

/// <summary>How long requests for clusters live. The defaults fit; each is bound from "Onboarding:…".</summary>
public sealed class OnboardingOptions
{
    public const string Section = "Onboarding";

    /// <summary>Within which a request must be decided, counted from when it was last described.</summary>
    public TimeSpan DecideWithin { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Within which an approved cluster must be joined.</summary>
    public TimeSpan JoinWithin { get; set; } = TimeSpan.FromDays(7);
}

/// <summary>Names the key, the value and the range of each setting that cannot work.</summary>
internal sealed class OnboardingOptionsValidator : IValidateOptions<OnboardingOptions>
{
    public ValidateOptionsResult Validate(string? name, OnboardingOptions options)
    {
        var settings = new SettingRanges(OnboardingOptions.Section);
        settings.Within(nameof(options.DecideWithin), options.DecideWithin, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365));
        settings.Within(nameof(options.JoinWithin), options.JoinWithin, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365));
        return settings.Result;
    }
}
