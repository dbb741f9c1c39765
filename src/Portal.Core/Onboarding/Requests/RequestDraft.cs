using FluentValidation;
using Portal.Core.Clusters;
using Portal.Core.Components.Catalog;

namespace Portal.Core.Onboarding.Requests;

/// <summary>What a member of a team says of the cluster that it asks for. Its <see cref="Describe"/> has rules of its own.</summary>
/// <param name="KubernetesVersion">"1.34" or "v1.34.1".</param>
/// <param name="Nodes">1 to 100,000.</param>
/// <param name="Purpose">At most 1,000 characters.</param>
public sealed record RequestDraft(
    Guid TeamId,
    string Name,
    Guid FleetId,
    ClusterKind Kind,
    string Provider,
    string Region,
    string Zone,
    IReadOnlyDictionary<string, string> Labels,
    string KubernetesVersion,
    int Nodes,
    string Purpose)
{
    /// <summary>As joins take it.</summary>
    public ClusterDescription Describe() => new(Name, FleetId, Kind, Provider, Region, Zone, Labels);

    internal RequestContent With(string profile) =>
        new(Name, FleetId, Kind, Provider, Region, Zone, Labels, KubernetesVersion.Trim(), Nodes, Purpose.Trim(), profile);
}

public sealed class RequestDraftValidator : AbstractValidator<RequestDraft>
{
    public RequestDraftValidator()
    {
        RuleFor(draft => draft.TeamId).NotEmpty().WithMessage("Pick a team.");
        RuleFor(draft => draft.KubernetesVersion)
            .Must(version => version is { Length: > 0 and <= 64 } && VersionRange.IsVersion(version.Trim())).WithMessage("Give the Kubernetes version, such as 1.34.1.");
        RuleFor(draft => draft.Nodes).InclusiveBetween(1, 100_000).WithMessage("A cluster has 1 to 100,000 nodes.");
        RuleFor(draft => draft.Purpose)
            .Must(text => text is { Length: <= 1000 } && !text.Contains('\0', StringComparison.Ordinal)).WithMessage("The purpose has at most 1,000 characters.");
    }
}
