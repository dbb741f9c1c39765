using FluentValidation;
using Portal.Core.Clusters;

namespace Portal.Core.Components.Edge;

/// <summary>What is checked here stands in a command that a person runs as root: nothing passes that a shell could read otherwise.</summary>
public sealed class EdgeJoinRequestValidator : AbstractValidator<EdgeJoinRequest>
{
    public EdgeJoinRequestValidator()
    {
        RuleFor(request => request.NodeName)
            .Cascade(CascadeMode.Stop)
            .NotEmpty().WithMessage("Give the node a name.")
            .MaximumLength(63).WithMessage("A node's name has at most 63 characters.")
            .Matches(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")
            .WithMessage("Use lower-case letters, digits, hyphens and dots; begin and end each part with a letter or digit.");
        RuleFor(request => request.Runtime).IsInEnum().WithMessage("Pick a runtime from the list.");
        RuleFor(request => request.CgroupDriver).IsInEnum().WithMessage("Pick a driver from the list.");
        RuleFor(request => request.RuntimeEndpoint)
            .MaximumLength(256).WithMessage("The socket's path has at most 256 characters.")
            .Matches(@"^(unix|tcp)://[A-Za-z0-9/][A-Za-z0-9._/:-]*\z").When(request => !string.IsNullOrEmpty(request.RuntimeEndpoint))
            .WithMessage("Give the socket as unix:///path/to/socket.");
        RuleFor(request => request.Address)
            .MaximumLength(261).WithMessage("The address has at most 261 characters.")
            .Matches(@"^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)(:[0-9]{1,5})?\z").When(request => !string.IsNullOrEmpty(request.Address))
            .WithMessage("Give a host name or an IP address, with a port after a colon where it is not 10000.");
        RuleFor(request => request.Labels)
            .Must(labels => labels is null || labels.Count <= 32).WithMessage("A node gets at most 32 labels here.")
            .Must(labels => labels is null || labels.Keys.All(LabelRules.IsKey)).WithMessage(LabelRules.KeyHelp)
            .Must(labels => labels is null || labels.Values.All(LabelRules.IsValue)).WithMessage(LabelRules.ValueHelp);
    }
}
