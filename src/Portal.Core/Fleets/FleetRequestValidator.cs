using FluentValidation;

namespace Portal.Core.Fleets;

public sealed class FleetRequestValidator : AbstractValidator<FleetRequest>
{
    public FleetRequestValidator()
    {
        RuleFor(request => request.Name)
            .NotEmpty().WithMessage("Give the fleet a name.")
            .MaximumLength(63).WithMessage("A fleet's name has at most 63 characters.")
            .Matches(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")
            .WithMessage("Use lower-case letters, digits and hyphens; begin and end with a letter or digit.");
        RuleFor(request => request.Description).MaximumLength(1000).WithMessage("A description has at most 1,000 characters.");
    }
}
