using FluentValidation;

namespace Portal.Core.Monitoring.Sources;

/// <summary>What servers of several tenants take as the name of one (X-Scope-OrgID).</summary>
internal static class TenantRule
{
    public static IRuleBuilderOptions<T, string> IsTenant<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(tenant => tenant.Length <= 150 && tenant.All(letter => char.IsAsciiLetterOrDigit(letter) || "!-_.*'()".Contains(letter, StringComparison.Ordinal)))
        .WithMessage("A tenant has at most 150 letters and digits, and these: !-_.*'()");
}
