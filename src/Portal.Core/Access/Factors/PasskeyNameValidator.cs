using FluentValidation;

namespace Portal.Core.Access.Factors;

/// <summary>What its person calls a passkey.</summary>
public sealed record PasskeyName(string Name);

public sealed class PasskeyNameValidator : AbstractValidator<PasskeyName>
{
    public const int MaxLength = 60;

    public PasskeyNameValidator() => RuleFor(passkey => passkey.Name)
        .NotEmpty().WithMessage("Give it a name, such as the device that holds it.")
        .MaximumLength(MaxLength).WithMessage("A passkey's name has at most 60 characters.")
        .Must(name => name is null || !name.Any(char.IsControl)).WithMessage("Use no control characters.");
}
