using Microsoft.Extensions.Options;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>When the portal warns. The defaults fit; each is bound from "PortalAlerts:…".</summary>
public sealed class PortalAlertOptions
{
    public const string Section = "PortalAlerts";

    /// <summary>How long a cluster must have been unreachable.</summary>
    public TimeSpan UnreachableAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How old the last answer of a metrics endpoint must be that answers no longer.</summary>
    public TimeSpan MetricsMissingAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an application's objects must have been otherwise than it says.</summary>
    public TimeSpan DriftAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a condition must be gone before its alert ends: what comes and goes makes one alert.</summary>
    public TimeSpan EndAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a failed operation is warned of when nobody tries again.</summary>
    public TimeSpan OperationsFor { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long alerts that have ended are kept.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a condition must hold before there is an alert.</summary>
    public TimeSpan RaiseAfter(PortalAlertKind kind) => kind switch
    {
        PortalAlertKind.ClusterUnreachable => UnreachableAfter,
        PortalAlertKind.MetricsMissing => MetricsMissingAfter,
        PortalAlertKind.ApplicationDrift => DriftAfter,
        _ => TimeSpan.Zero,
    };
}

/// <summary>Names the key, the value and the range of each setting that cannot work.</summary>
internal sealed class PortalAlertOptionsValidator : IValidateOptions<PortalAlertOptions>
{
    public ValidateOptionsResult Validate(string? name, PortalAlertOptions options)
    {
        var settings = new SettingRanges(PortalAlertOptions.Section);
        settings.Within(nameof(options.UnreachableAfter), options.UnreachableAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
        settings.Within(nameof(options.MetricsMissingAfter), options.MetricsMissingAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
        settings.Within(nameof(options.DriftAfter), options.DriftAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
        settings.Within(nameof(options.EndAfter), options.EndAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
        settings.Within(nameof(options.OperationsFor), options.OperationsFor, TimeSpan.FromMinutes(1), TimeSpan.FromDays(90));
        settings.Within(nameof(options.Keep), options.Keep, TimeSpan.FromDays(1), TimeSpan.FromDays(3650));
        return settings.Result;
    }
}
