using FluentValidation;

namespace Portal.Core.Access;

/// <summary>What an account may be called.</summary>
internal static class AccountNameRule
{
    public static IRuleBuilderOptions<T, string> IsAccountName<T>(this IRuleBuilder<T, string> name) => name
        .NotEmpty().WithMessage("Give the account a name.")
        .MaximumLength(64).WithMessage("An account's name has at most 64 characters.")
        .Matches("^[A-Za-z0-9]([A-Za-z0-9._@-]*[A-Za-z0-9])?$")
        .WithMessage("Use letters, digits, '.', '_', '-' and '@'; begin and end with a letter or digit.");
}
