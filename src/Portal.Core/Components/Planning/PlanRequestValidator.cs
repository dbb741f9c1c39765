using FluentValidation;
using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Planning;

/// <summary>What can be said of the request alone. Page and API use the same.</summary>
public sealed class PlanRequestValidator : AbstractValidator<PlanRequest>
{
    public const int MostItems = 200;
    public const int MostPairs = 2_000;
    public const int MostSystems = 20;

    public PlanRequestValidator(ComponentCatalog catalog)
    {
        RuleFor(request => request.Items)
            .Cascade(CascadeMode.Stop)
            .Must((request, items) => items is { Count: > 0 } || request.Systems is { Count: > 0 }).WithMessage("Pick at least one component.")
            .Must(items => items is not null).WithMessage("Items may be empty, but must be there.")
            .Must(items => items.Count <= MostItems).WithMessage($"At most {MostItems} items can be planned at once.")
            .Must(items => items.All(item => item is { Component: not null, ClusterIds.Count: > 0 })).WithMessage("Pick at least one cluster for each component.")
            .Must(items => items.Sum(item => item.ClusterIds.Count) <= MostPairs).WithMessage($"At most {MostPairs} pairs of component and cluster can be planned at once.")
            .Must(items => items.All(item => item.Kind != WishKind.Uninstall || (item.Version is null && item.Values is null)))
            .WithMessage("An uninstall takes neither version nor values.");
        RuleForEach(request => request.Items)
            .Must(item => item?.Component is null || catalog.Find(item.Component) is not null)
            .WithMessage((_, item) => $"The catalogue has no component \"{item.Component}\".");
        RuleFor(request => request.Systems)
            .Must(systems => systems is null || systems.Count <= MostSystems).WithMessage($"At most {MostSystems} systems can be planned at once.")
            .Must(systems => systems is null || systems.Where(system => system?.Id is not null).GroupBy(system => system.Id).All(group => group.Count() == 1))
            .WithMessage("A system can be asked for once in a plan.");
        RuleForEach(request => request.Systems).SetValidator(new PlanSystemValidator(catalog));
        RuleForEach(request => request.Roles)
            .Must(role => role?.Role is { Length: > 0 and <= 127 }).WithMessage("A role has 1 to 127 characters.");
    }
}
