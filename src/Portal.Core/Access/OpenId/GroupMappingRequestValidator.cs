using FluentValidation;

namespace Portal.Core.Access.OpenId;

internal sealed class GroupMappingRequestValidator : AbstractValidator<GroupMappingRequest>
{
    public GroupMappingRequestValidator(OpenIdProviders providers)
    {
        RuleFor(request => request.Group)
            .NotEmpty().WithMessage("Name the group.")
            .MaximumLength(ExternalIdentity.MostText).WithMessage("A group's name has at most 256 characters.")
            .Must(group => group?.Any(char.IsControl) != true).WithMessage("A group's name is one line of visible characters.");
        RuleFor(request => request.Provider).Must(name => providers.Find(name) is not null).WithMessage("No provider of this name is set.");
        RuleFor(request => request.TeamRole).IsInEnum().WithMessage("The role is Viewer, Developer, Operator or Owner.")
            .NotNull().When(request => request.TeamId is not null, ApplyConditionTo.CurrentValidator).WithMessage("Say which role the group has in the team.")
            .Null().When(request => request.TeamId is null, ApplyConditionTo.CurrentValidator).WithMessage("Say in which team the group has the role.");
        RuleFor(request => request.PortalRole).IsInEnum().WithMessage("The role is Viewer, Operator, Admin or Auditor, or null for none.")
            .NotNull().When(request => request.TeamId is null, ApplyConditionTo.CurrentValidator).WithMessage("Say which role the group has: in a team, or in the portal.")
            .Null().When(request => request.TeamId is not null, ApplyConditionTo.CurrentValidator).WithMessage("A mapping gives a role in a team or one in the portal; add another for the other.");
    }
}
