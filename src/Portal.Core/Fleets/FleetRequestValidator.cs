using FluentValidation;
using Portal.Core.Problems;

namespace Portal.Core.Fleets;

public sealed class FleetRequestValidator : AbstractValidator<FleetRequest>
{
    public FleetRequestValidator()
    {
        RuleFor(request => request.Name)
            .NotEmpty().WithMessage("Give the fleet a name.")
            .MaximumLength(63).WithMessage("A fleet's name has at most 63 characters.")
            .IsDnsLabel();
        RuleFor(request => request.Description).MaximumLength(1000).WithMessage("A description has at most 1,000 characters.");
    }
}
