using FluentValidation;
using Portal.Core.Problems;

namespace Portal.Core.Clusters;

public sealed class ClusterDescriptionValidator : AbstractValidator<ClusterDescription>
{
    public ClusterDescriptionValidator()
    {
        RuleFor(cluster => cluster.Name)
            .Cascade(CascadeMode.Stop)
            .NotEmpty().WithMessage("Give the cluster a name.")
            .MaximumLength(48).WithMessage("A cluster's name has at most 48 characters.")
            .IsDnsLabel();
        RuleFor(cluster => cluster.FleetId).NotEmpty().WithMessage("Pick a fleet.");
        RuleFor(cluster => cluster.Kind).IsInEnum().WithMessage("Pick a kind from the list.");
        RuleFor(cluster => cluster.Provider).IsPlace("provider");
        RuleFor(cluster => cluster.Region).IsPlace("region");
        RuleFor(cluster => cluster.Zone).IsPlace("zone");
        RuleFor(cluster => cluster.Labels).AreLabels();
    }
}
