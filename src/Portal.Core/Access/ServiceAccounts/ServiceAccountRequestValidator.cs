using FluentValidation;

namespace Portal.Core.Access.ServiceAccounts;

public sealed class ServiceAccountRequestValidator : AbstractValidator<ServiceAccountRequest>
{
    public ServiceAccountRequestValidator()
    {
        RuleFor(request => request.Name).IsAccountName();
        RuleFor(request => request.Role).IsInEnum().WithMessage("The role is Viewer, Operator, Admin or Auditor, or null for none.")
            .Null().When(request => request.TeamId is not null, ApplyConditionTo.CurrentValidator)
            .WithMessage("A service account of a team has no role in the portal.");
        RuleFor(request => request.TeamRole).IsInEnum().WithMessage("The role is Viewer, Developer, Operator or Owner.")
            .NotNull().When(request => request.TeamId is not null, ApplyConditionTo.CurrentValidator)
            .WithMessage("Say which role it has in the team.");
    }
}
