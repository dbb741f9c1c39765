using FluentValidation;
using Portal.Core.Components.Catalog;
using Portal.Core.Problems;

namespace Portal.Core.Components.Profiles;

/// <summary>What can be said of a profile alone. Page, API and import use the same.</summary>
public sealed class ProfileValidator : AbstractValidator<ProfileContent>
{
    public ProfileValidator(ComponentCatalog catalog)
    {
        RuleFor(profile => profile.Name)
            .NotEmpty().WithMessage("Give the profile a name.")
            .MaximumLength(63).WithMessage("A profile's name has at most 63 characters.")
            .IsDnsLabel();
        RuleFor(profile => profile.Title).MaximumLength(100).WithMessage("A title has at most 100 characters.");
        RuleFor(profile => profile.Description).MaximumLength(1000).WithMessage("A description has at most 1,000 characters.");
        RuleFor(profile => profile.Components)
            .Must(components => components.Select(component => component.Component).Distinct().Count() == components.Count)
            .WithMessage("A component is named twice.");
        RuleForEach(profile => profile.Components).ChildRules(component =>
        {
            component.RuleFor(one => one.Component).Must(name => catalog.Find(name) is not null)
                .WithMessage(one => $"The catalogue has no component \"{one.Component}\".");
            component.RuleFor(one => one.Versions).Must((one, versions) =>
                    versions is null || catalog.Find(one.Component) is not { } entry || entry.Versions.Any(version => ProfileComparison.Fits(versions, version)))
                .WithMessage(one => $"The catalogue has no version of {one.Component} that fits {one.Versions}.");
        });
        RuleFor(profile => profile.Systems)
            .Must(systems => systems is null || systems.Select(system => system.System).Distinct().Count() == systems.Count).WithMessage("A system is named twice.");
        RuleForEach(profile => profile.Systems).ChildRules(system =>
        {
            system.RuleFor(one => one.System).Must(name => catalog.FindSystem(name) is not null)
                .WithMessage(one => $"The catalogue has no system \"{one.System}\".");
            system.RuleFor(one => one.Roles).NotEmpty().WithMessage(one => $"Say which clusters have which role of {one.System}.");
            system.RuleForEach(one => one.Roles).Must((one, role) => catalog.FindSystem(one.System)?.Role(role.Role) is not null || catalog.FindSystem(one.System) is null)
                .WithMessage((one, role) => $"{one.System} has no role \"{role.Role}\".");
        });
    }
}
