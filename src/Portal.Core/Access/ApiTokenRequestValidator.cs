using FluentValidation;
using Portal.Core.Access.Tokens;

namespace Portal.Core.Access;

public sealed class ApiTokenRequestValidator : AbstractValidator<ApiTokenRequest>
{
    /// <param name="maxDays">The longest life, in days.</param>
    public ApiTokenRequestValidator(int maxDays = 365)
    {
        RuleFor(request => request.Name)
            .NotEmpty().WithMessage("Say what the token is for.")
            .MaximumLength(100).WithMessage("A token's name has at most 100 characters.");
        RuleFor(request => request.DaysValid).InclusiveBetween(1, maxDays).WithMessage($"A token is valid for 1 to {maxDays} days.");
        RuleFor(request => request.Scopes)
            .Must(scopes => scopes is null || (scopes.Count is > 0 and <= 100 && scopes.All(scope => scope is not null && TokenScopes.Exists(scope))))
            .WithMessage("A token's scopes are ReadOnly or names of permissions, at least one; leave them out for all that you may do.");
    }
}
