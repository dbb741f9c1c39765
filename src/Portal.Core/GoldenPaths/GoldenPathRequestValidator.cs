using FluentValidation;
using Portal.Core.Problems;

namespace Portal.Core.GoldenPaths;

/// <summary>What can be said of a golden path before its schema and template are read.</summary>
public sealed class GoldenPathRequestValidator : AbstractValidator<GoldenPathRequest>
{
    public const int MostSchema = 64 * 1024;
    public const int MostTemplate = 256 * 1024;

    public GoldenPathRequestValidator()
    {
        RuleFor(request => request.Name)
            .NotEmpty().WithMessage("Give the golden path a name.")
            .MaximumLength(48).WithMessage("A golden path's name has at most 48 characters.")
            .IsDnsLabel();
        RuleFor(request => request.Title)
            .NotEmpty().WithMessage("Give the golden path a title.")
            .MaximumLength(100).WithMessage("A title has at most 100 characters.")
            .Must(IsText).WithMessage("A title cannot hold control characters.");
        RuleFor(request => request.Description).NotNull().MaximumLength(1000).WithMessage("A description has at most 1,000 characters.")
            .Must(IsText).WithMessage("A description cannot hold control characters.");
        RuleFor(request => request.Schema).NotEmpty().WithMessage("Give the golden path a schema.")
            .MaximumLength(MostSchema).WithMessage("A schema has at most 65,536 characters.");
        RuleFor(request => request.Template).NotEmpty().WithMessage("Give the golden path a template.")
            .MaximumLength(MostTemplate).WithMessage("A template has at most 262,144 characters.");
    }

    private static bool IsText(string? text) => text is null || !text.Any(letter => char.IsControl(letter) && letter != '\n');
}
