using FluentValidation;
using Portal.Core.Distribution.Placement;

namespace Portal.Core.Distribution.Applications;

/// <summary>A placement that Karmada would take, too.</summary>
public sealed class PlacementPolicyValidator : AbstractValidator<PlacementPolicy>
{
    private const int MostGroups = 20;
    private static readonly string[] Fields = [SpreadConstraint.Cluster, SpreadConstraint.Region, SpreadConstraint.Zone, SpreadConstraint.Provider];
    private static readonly string[] Effects = ["", "NoSchedule", "PreferNoSchedule", "NoExecute"];

    public PlacementPolicyValidator()
    {
        RuleFor(policy => policy)
            .Must(policy => policy.ClusterAffinity is null || policy.ClusterAffinities.Count == 0)
            .WithMessage("Use either one cluster affinity or ordered groups of them.");
        RuleFor(policy => policy.ClusterAffinities)
            .Must(groups => groups.Count <= MostGroups).WithMessage($"A placement has at most {MostGroups} affinity groups.")
            .Must(groups => groups.All(group => group.AffinityName.Length is > 0 and <= 32) && groups.DistinctBy(group => group.AffinityName).Count() == groups.Count)
            .WithMessage("Each affinity group has a name of its own, of at most 32 characters.");
        RuleFor(policy => policy).Must(policy => Affinities(policy).All(IsSelector))
            .WithMessage("A selector's operator is In, NotIn, Exists or DoesNotExist (for fields also Gt and Lt, and the key is provider, region or zone).");
        RuleForEach(policy => policy.ClusterTolerations)
            .Must(toleration => toleration.Operator is null or "" or "Equal" or "Exists" && Effects.Contains(toleration.Effect ?? ""))
            .WithMessage("A toleration's operator is Equal or Exists, and its effect is a taint's, or empty.");
        RuleForEach(policy => policy.SpreadConstraints)
            .Must(spread => Fields.Contains(spread.SpreadByField)).WithMessage("A spread is by cluster, region, zone or provider.")
            .Must(spread => spread.MinGroups >= 0 && (spread.MaxGroups == 0 || spread.MaxGroups >= spread.MinGroups))
            .WithMessage("A spread's least number of groups is not larger than its greatest.");
        RuleFor(policy => policy.SpreadConstraints)
            .Must(spreads => spreads.DistinctBy(spread => spread.SpreadByField).Count() == spreads.Count).WithMessage("Each field is spread over once.");
        RuleFor(policy => policy.ReplicaScheduling).Must(IsScheduling)
            .WithMessage("Replicas are Duplicated, or Divided: Aggregated, or Weighted by weights of at least 1 or by AvailableReplicas.");
    }

    private static IEnumerable<ClusterAffinity> Affinities(PlacementPolicy policy) =>
        [.. policy.ClusterAffinities, .. policy.ClusterAffinity is { } one ? [one] : Array.Empty<ClusterAffinity>(),
            .. policy.ReplicaScheduling?.WeightPreference?.StaticWeightList?.Select(weight => weight.TargetCluster) ?? []];

    private static bool IsSelector(ClusterAffinity affinity) =>
        (affinity.LabelSelector?.MatchExpressions ?? []).All(rule => rule.Operator is "In" or "NotIn" or "Exists" or "DoesNotExist")
        && (affinity.FieldSelector?.MatchExpressions ?? []).All(rule =>
            rule.Operator is "In" or "NotIn" or "Exists" or "DoesNotExist" or "Gt" or "Lt" && rule.Key is "provider" or "region" or "zone");

    private static bool IsScheduling(ReplicaScheduling? scheduling) => scheduling is null
        || scheduling.ReplicaSchedulingType == ReplicaScheduling.Duplicated
        || (scheduling.ReplicaSchedulingType == ReplicaScheduling.Divided
            && (scheduling.ReplicaDivisionPreference is null or ReplicaScheduling.Aggregated or ReplicaScheduling.Weighted)
            && scheduling.WeightPreference?.DynamicWeight is null or "" or "AvailableReplicas"
            && (scheduling.WeightPreference?.StaticWeightList ?? []).All(weight => weight.Weight is >= 1 and <= 1_000_000));
}
