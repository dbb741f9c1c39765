using FluentValidation;

namespace Portal.Core.Clusters;

public sealed class ClusterEditValidator : AbstractValidator<ClusterEdit>
{
    public ClusterEditValidator()
    {
        RuleFor(edit => edit.FleetId).NotEmpty().WithMessage("Pick a fleet.");
        RuleFor(edit => edit.Kind).IsInEnum().WithMessage("Pick a kind from the list.");
        RuleFor(edit => edit.Provider).IsPlace("provider");
        RuleFor(edit => edit.Region).IsPlace("region");
        RuleFor(edit => edit.Zone).IsPlace("zone");
        RuleFor(edit => edit.Labels).AreLabels();
        RuleFor(edit => edit.Taints).AreTaints();
    }
}
