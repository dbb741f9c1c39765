using FluentValidation;

namespace Portal.Core.Access;

public sealed class UserRequestValidator : AbstractValidator<UserRequest>
{
    public UserRequestValidator()
    {
        RuleFor(request => request.Name)
            .NotEmpty().WithMessage("Give the account a name.")
            .MaximumLength(64).WithMessage("An account's name has at most 64 characters.")
            .Matches("^[A-Za-z0-9]([A-Za-z0-9._@-]*[A-Za-z0-9])?$")
            .WithMessage("Use letters, digits, '.', '_', '-' and '@'; begin and end with a letter or digit.");
        RuleFor(request => request.Role).IsInEnum().WithMessage("The role is Viewer, Operator, Admin or Auditor, or null for none.");
    }
}
