using Microsoft.Extensions.Options;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces;

/// <summary>How long requests for namespaces live. The default fits; bound from "Namespaces:…".</summary>
public sealed class NamespaceOptions
{
    public const string Section = "Namespaces";

    /// <summary>Within which a request must be decided, counted from when it was last described.</summary>
    public TimeSpan DecideWithin { get; set; } = TimeSpan.FromDays(14);
}

/// <summary>Names the key, the value and the range of each setting that cannot work.</summary>
internal sealed class NamespaceOptionsValidator : IValidateOptions<NamespaceOptions>
{
    public ValidateOptionsResult Validate(string? name, NamespaceOptions options)
    {
        var settings = new SettingRanges(NamespaceOptions.Section);
        settings.Within(nameof(options.DecideWithin), options.DecideWithin, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365));
        return settings.Result;
    }
}
