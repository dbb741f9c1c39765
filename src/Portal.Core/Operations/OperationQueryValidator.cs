using FluentValidation;

namespace Portal.Core.Operations;

public sealed class OperationQueryValidator : AbstractValidator<OperationQuery>
{
    public OperationQueryValidator()
    {
        RuleFor(query => query.Search)
            .NotNull().MaximumLength(200).WithMessage("Search for at most 200 characters.")
            .Must(IsText).WithMessage("A search cannot hold control characters.");
        RuleForEach(query => query.Kinds).Must(IsText).WithMessage("A kind cannot hold control characters.");
        RuleForEach(query => query.States).IsInEnum().WithMessage("A state is not one of the known ones.");
        RuleFor(query => query.Component).Must(component => component is null || IsText(component))
            .WithMessage("A component's name cannot hold control characters.");
        RuleFor(query => query.After).Must(after => after is null || Guid.TryParse(after, out _))
            .WithMessage("after is not what the page before gave as next.");
        RuleFor(query => query.Take).InclusiveBetween(1, 200).WithMessage("take is between 1 and 200.");
    }

    private static bool IsText(string? value) => value is not null && !value.Any(char.IsControl);
}
