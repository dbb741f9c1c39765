using FluentValidation;

namespace Portal.Core.Access;

public sealed class ApiTokenRequestValidator : AbstractValidator<ApiTokenRequest>
{
    public ApiTokenRequestValidator()
    {
        RuleFor(request => request.Name)
            .NotEmpty().WithMessage("Say what the token is for.")
            .MaximumLength(100).WithMessage("A token's name has at most 100 characters.");
        RuleFor(request => request.DaysValid).InclusiveBetween(1, 365).WithMessage("A token is valid for 1 to 365 days.");
    }
}
