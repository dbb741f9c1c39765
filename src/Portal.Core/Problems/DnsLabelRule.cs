using FluentValidation;

namespace Portal.Core.Problems;

/// <summary>What names are that Kubernetes takes as well.</summary>
internal static class DnsLabelRule
{
    /// <summary>A DNS label (RFC 1123), whatever its length.</summary>
    public static IRuleBuilderOptions<T, string> IsDnsLabel<T>(this IRuleBuilder<T, string> name) => name
        .Matches(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")
        .WithMessage("Use lower-case letters, digits and hyphens; begin and end with a letter or digit.");
}
