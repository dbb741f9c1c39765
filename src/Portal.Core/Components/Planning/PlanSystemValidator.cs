using FluentValidation;
using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Planning;

/// <summary>What can be said of one system of a request alone: its name, the counts of its roles, the parts that it has.</summary>
internal sealed class PlanSystemValidator : AbstractValidator<PlanSystem>
{
    private const int MostMembers = 500;

    public PlanSystemValidator(ComponentCatalog catalog)
    {
        RuleFor(wish => wish.System).Must(name => name is not null && catalog.FindSystem(name) is not null)
            .WithMessage((_, name) => $"The catalogue has no system \"{name}\".");
        RuleFor(wish => wish.Kind).IsInEnum();
        RuleFor(wish => wish.Id).Must((wish, id) => (wish.Kind == SystemWishKind.Install) == id is null)
            .WithMessage("An install names no installed system, and everything else does.");
        RuleFor(wish => wish.Members).NotNull().When(wish => wish.Kind == SystemWishKind.Install).WithMessage("Pick at least one cluster for each role.");
        RuleFor(wish => wish).Must(wish => wish.Kind is SystemWishKind.Install or SystemWishKind.Change || wish is { Members: null, Settings: null, Parts: null })
            .WithMessage("Only an install and a change take clusters, settings and parts.");
        RuleFor(wish => wish.Force).Must((wish, force) => !force || wish.Kind is SystemWishKind.Change or SystemWishKind.Uninstall)
            .WithMessage("Only a change and an uninstall can be asked for by force.");
        When(wish => wish.Members is not null && wish.System is not null && catalog.FindSystem(wish.System) is not null, () =>
        {
            RuleFor(wish => wish.Members!).Must(members => members.Count <= MostMembers).WithMessage($"A system has at most {MostMembers} clusters.")
                .Must(members => members.DistinctBy(member => (member.ClusterId, member.Role)).Count() == members.Count)
                .WithMessage("A cluster has a role of a system once.")
                .Must(members => members.All(member => (member.Network ?? "").Length <= 63)).WithMessage("The name of a network has at most 63 characters.");
            RuleFor(wish => wish).Custom((wish, context) => CheckRoles(catalog.GetSystem(wish.System), wish.Members!, context));
        });
        When(wish => wish.Parts is not null && wish.System is not null && catalog.FindSystem(wish.System) is not null, () =>
            RuleForEach(wish => wish.Parts).Must((wish, part) => part?.Component is not null && Parts(catalog.GetSystem(wish.System)).Contains(part.Component))
                .WithMessage((wish, part) => $"{catalog.GetSystem(wish.System).Title} has no part \"{part?.Component}\"."));
    }

    private static void CheckRoles(CatalogSystem system, IReadOnlyList<PlanMember> members, ValidationContext<PlanSystem> context)
    {
        foreach (var stray in members.Select(member => member.Role).Where(role => role is null || system.Role(role) is null).Distinct())
        {
            context.AddFailure(nameof(PlanSystem.Members), $"{system.Title} has no role \"{stray}\".");
        }

        foreach (var role in system.Roles)
        {
            var count = members.Count(member => member.Role == role.Name);
            if (count < role.Min)
            {
                context.AddFailure(nameof(PlanSystem.Members), $"{role.Title}: at least {role.Min} clusters are needed, {count} are picked.");
            }
            else if (role.Max is { } most && count > most)
            {
                context.AddFailure(nameof(PlanSystem.Members), $"{role.Title}: at most {most} clusters can have the role, {count} are picked.");
            }
        }
    }

    private static IEnumerable<string> Parts(CatalogSystem system) => system.Roles.SelectMany(role => role.Parts).Select(part => part.Component);
}
