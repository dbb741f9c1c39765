using Microsoft.Extensions.Options;

namespace Portal.Core.Audit;

internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    public ValidateOptionsResult Validate(string? name, AuditOptions options) => options.KeepMonths is >= 3 and <= 240
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{AuditOptions.Section}:{nameof(AuditOptions.KeepMonths)} is {options.KeepMonths}. Set it to 3 to 240 months.");
}
