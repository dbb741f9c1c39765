using FluentValidation;

namespace Portal.Core.Access;

public sealed class UserRequestValidator : AbstractValidator<UserRequest>
{
    public UserRequestValidator()
    {
        RuleFor(request => request.Name).IsAccountName();
        RuleFor(request => request.Role).IsInEnum().WithMessage("The role is Viewer, Operator, Admin or Auditor, or null for none.");
    }
}
