using System.Text.Json;
using FluentValidation;
using Portal.Core.Data;
using Portal.Core.Monitoring.Boards.Variables;

namespace Portal.Core.Monitoring.Boards;

internal sealed class BoardRequestValidator : AbstractValidator<BoardRequest>
{
    private const int LongestRange = 366 * 24 * 3600;

    public BoardRequestValidator()
    {
        RuleFor(request => request.Name).Must(name => name is not null && name.Trim().Length is > 0 and <= BoardBounds.NameLength && !name.Any(char.IsControl))
            .WithMessage("A board's name has 1 to 120 characters.");
        RuleFor(request => request.Visibility).IsInEnum();
        RuleFor(request => request.Document).Must(document => document is { Panels: not null, Variables: not null }).WithMessage("A board has a list of panels and a list of variables.");
        When(request => request.Document is { Panels: not null, Variables: not null }, Document);
    }

    private void Document()
    {
        RuleFor(request => request.Document.RangeSeconds).InclusiveBetween(60, LongestRange).WithMessage("A board shows a minute to 366 days.");
        RuleFor(request => request.Document.RefreshSeconds).Must(seconds => seconds is 0 or (>= 10 and <= 3600)).WithMessage("A board reads again every 10 seconds to an hour, or never.");
        RuleFor(request => request.Document.Panels).Must(panels => panels.Count <= BoardBounds.Panels).WithMessage("A board has at most 60 panels.");
        RuleFor(request => request.Document.Panels).Must(panels => panels.All(panel => panel is not null) && panels.Select(panel => panel.Id).Distinct().Count() == panels.Count)
            .WithMessage("Each panel of a board has an id of its own.");
        RuleFor(request => request.Document.Variables).Must(variables => variables.Count <= BoardBounds.Variables).WithMessage("A board has at most 12 variables.");
        RuleFor(request => request.Document.Variables).Must(variables =>
                variables.All(variable => variable is not null) && variables.Select(variable => variable.Name).Distinct(StringComparer.Ordinal).Count() == variables.Count)
            .WithMessage("Each variable of a board has a name of its own.");
        RuleForEach(request => request.Document.Panels).Where(panel => panel is not null).SetValidator(new BoardPanelValidator());
        RuleForEach(request => request.Document.Variables).Where(variable => variable is not null).SetValidator(new BoardVariableValidator());
        RuleFor(request => request.Document).Must(document => JsonSerializer.SerializeToUtf8Bytes(document, StoredJson.Options).Length <= BoardBounds.DocumentBytes)
            .WithMessage("A board takes at most 256 KiB.");
        RuleFor(request => request).Custom((request, context) =>
        {
            if (!request.Document.Panels.Contains(null!) && !request.Document.Variables.Contains(null!) && BoardQuestions.FaultOf(request.Document) is { } fault)
            {
                context.AddFailure("document", fault);
            }
        });
    }
}

internal sealed class BoardPanelValidator : AbstractValidator<BoardPanel>
{
    public BoardPanelValidator()
    {
        RuleFor(panel => panel.Kind).IsInEnum();
        RuleFor(panel => panel.Unit).IsInEnum();
        RuleFor(panel => panel.Title).Must(title => title is { Length: <= BoardBounds.TitleLength } && !title.Any(char.IsControl)).WithMessage("A panel's title has at most 200 characters.");
        RuleFor(panel => panel.Text).Must(text => text is { Length: <= BoardBounds.TextLength }).WithMessage("A panel's text has at most 20,000 characters.");
        RuleFor(panel => panel).Must(panel => BoardLayout.IsWithin(panel)).WithMessage("A panel lies within 24 columns, and has a width and a height.");
        RuleFor(panel => panel.Queries).Must(queries => queries is { Count: <= BoardBounds.Queries } && queries.All(IsQuery)).WithMessage("A panel has at most 10 queries of 1 to 8,000 characters.");
        RuleFor(panel => panel.Thresholds).Must(thresholds => thresholds is null || (thresholds.Count <= BoardBounds.Thresholds && thresholds.All(one => one is not null && Enum.IsDefined(one.Level))))
            .WithMessage("A panel has at most 10 thresholds.");
        RuleFor(panel => panel.Max).Must((panel, max) => max is null || max > (panel.Min ?? 0)).WithMessage("A scale ends above where it begins.");
    }

    private static bool IsQuery(PanelQuery? query) =>
        query is { Expression: not null, Legend.Length: <= BoardBounds.TitleLength } && query.Expression.Trim().Length is > 0 and <= BoardBounds.ExpressionLength;
}

internal sealed class BoardVariableValidator : AbstractValidator<BoardVariable>
{
    public BoardVariableValidator()
    {
        RuleFor(variable => variable.Kind).IsInEnum();
        RuleFor(variable => variable.Name).Must(name => name is not null && VariableReferences.IsName(name)).WithMessage("A variable's name has 1 to 50 letters, digits and underscores, and does not begin with a digit or two underscores.");
        RuleFor(variable => variable.Title).Must(title => title is { Length: <= BoardBounds.TitleLength }).WithMessage("A variable's title has at most 200 characters.");
        RuleFor(variable => variable.Label).Must(label => label is { Length: > 0 and <= BoardBounds.ValueLength }).When(variable => variable.Kind == VariableKind.Label)
            .WithMessage("A variable of a label names the label.");
        RuleFor(variable => variable.Selector).Must(selector => selector is { Length: <= BoardBounds.ExpressionLength }).WithMessage("A selector has at most 8,000 characters.");
        RuleFor(variable => variable.Values).Must(values => values is { Count: > 0 }).When(variable => variable.Kind is VariableKind.Choice or VariableKind.Constant)
            .WithMessage("A variable that is chosen from a list, or is constant, has values.");
        RuleFor(variable => variable.Values).Must(AreValues).WithMessage("A variable has at most 200 values of at most 200 characters.");
        RuleFor(variable => variable.Chosen).Must(AreValues).WithMessage("A variable has at most 200 values of at most 200 characters.");
    }

    private static bool AreValues(IReadOnlyList<string>? values) =>
        values is null || (values.Count <= BoardBounds.Values && values.All(value => value is { Length: <= BoardBounds.ValueLength }));
}
