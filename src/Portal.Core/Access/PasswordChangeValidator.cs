using FluentValidation;

namespace Portal.Core.Access;

public sealed class PasswordChangeValidator : AbstractValidator<PasswordChange>
{
    /// <summary>Length is what protects; composition rules only make passwords hard to remember (NIST SP 800-63B, 3.1.1).</summary>
    public const int MinimumLength = 12;

    public PasswordChangeValidator()
    {
        RuleFor(change => change.Current).NotEmpty().WithMessage("Enter the current password.");
        RuleFor(change => change.Next)
            .NotNull().MinimumLength(MinimumLength).WithMessage($"Use at least {MinimumLength} characters.")
            .MaximumLength(256).WithMessage("Use at most 256 characters.")
            .NotEqual(change => change.Current).WithMessage("Choose a password other than the current one.");
    }
}
