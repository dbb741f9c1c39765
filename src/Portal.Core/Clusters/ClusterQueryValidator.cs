using FluentValidation;

namespace Portal.Core.Clusters;

public sealed class ClusterQueryValidator : AbstractValidator<ClusterQuery>
{
    public ClusterQueryValidator()
    {
        RuleFor(query => query.Search)
            .NotNull().MaximumLength(200).WithMessage("Search for at most 200 characters.")
            .Must(IsText).WithMessage("A search cannot hold control characters.");
        RuleForEach(query => query.Providers).Must(IsText).WithMessage("A provider cannot hold control characters.");
        RuleForEach(query => query.Regions).Must(IsText).WithMessage("A region cannot hold control characters.");
        RuleForEach(query => query.Versions).Must(IsText).WithMessage("A version cannot hold control characters.");
        RuleFor(query => query.Skip).GreaterThanOrEqualTo(0).WithMessage("skip cannot be negative.");
        RuleFor(query => query.Take).InclusiveBetween(1, 500).WithMessage("take is between 1 and 500.");
        RuleFor(query => query.Sort).IsInEnum().WithMessage("sort is not one of the columns.");
    }

    private static bool IsText(string? value) => value is not null && !value.Any(char.IsControl);
}
