using FluentValidation;
using Portal.Core.Components.Catalog;

namespace Portal.Core.Components;

/// <summary>What can be said of the request alone. Form and API use the same.</summary>
public sealed class InstallRequestValidator : AbstractValidator<InstallRequest>
{
    public const int MostClusters = 500;

    public InstallRequestValidator(ComponentCatalog catalog)
    {
        RuleFor(request => request.ClusterIds)
            .Must(ids => ids is { Count: > 0 }).WithMessage("Pick at least one cluster.")
            .Must(ids => ids is null || ids.Count <= MostClusters).WithMessage($"At most {MostClusters} clusters can be changed at once.")
            .Must(ids => ids is null || ids.Distinct().Count() == ids.Count).WithMessage("A cluster is named twice.");
        RuleFor(request => request.Version)
            .Must((request, version) => version is null || catalog.Get(request.Component).Versions.Contains(version))
            .WithMessage(request => $"The catalogue has these versions: {string.Join(", ", catalog.Get(request.Component).Versions)}.");
        RuleFor(request => request.OnNotReady).IsInEnum();
        RuleFor(request => request.Values).NotNull().WithMessage("Give values as YAML, or an empty text.");
    }
}
