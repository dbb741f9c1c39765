using System.Globalization;

namespace Portal.Core.Distribution.Placement;

/// <summary>Whether a cluster belongs to an affinity group; the same answers as Karmada's ClusterMatches.</summary>
internal sealed class ClusterSelector
{
    private readonly ClusterAffinity _affinity;
    private readonly HashSet<string>? _names;
    private readonly HashSet<string>? _excluded;

    private readonly KarmadaRules _rules;

    public ClusterSelector(ClusterAffinity affinity, KarmadaRules rules)
    {
        _affinity = affinity;
        _rules = rules;
        _names = affinity.ClusterNames.Count > 0 ? [.. affinity.ClusterNames] : null;
        _excluded = affinity.Exclude.Count > 0 ? [.. affinity.Exclude] : null;
    }

    public bool Matches(PlacementCluster cluster) =>
        _excluded?.Contains(cluster.Name) != true
        && MatchesLabels(cluster)
        && MatchesFields(cluster)
        && _names?.Contains(cluster.Name) != false;

    private bool MatchesLabels(PlacementCluster cluster)
    {
        if (_affinity.LabelSelector is not { } selector)
        {
            return true;
        }

        foreach (var (key, value) in selector.MatchLabels)
        {
            if (!cluster.Labels.TryGetValue(key, out var actual) || actual != value)
            {
                return false;
            }
        }

        foreach (var requirement in selector.MatchExpressions)
        {
            var value = cluster.Labels.TryGetValue(requirement.Key, out var found) ? found : null;
            // Labels know no Gt and Lt; an operator that is not known makes the whole selector match nothing.
            if (requirement.Operator is "Gt" or "Lt" || !Holds(requirement, value))
            {
                return false;
            }
        }

        return true;
    }

    private bool MatchesFields(PlacementCluster cluster)
    {
        if (_affinity.FieldSelector is not { } selector)
        {
            return true;
        }

        foreach (var requirement in selector.MatchExpressions)
        {
            var holds = requirement.Key switch
            {
                SpreadConstraint.Zone => HoldsForZones(requirement, cluster.Zones),
                SpreadConstraint.Provider => Holds(requirement, NullIfEmpty(cluster.Provider)),
                SpreadConstraint.Region => Holds(requirement, NullIfEmpty(cluster.Region)),
                _ => Holds(requirement, null),
            };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private bool HoldsForZones(SelectorRequirement requirement, IReadOnlyList<string> zones) => requirement.Operator switch
    {
        "In" when _rules == KarmadaRules.V116 => zones.Count > 0 && zones.All(zone => requirement.Values?.Contains(zone) == true),
        "In" => zones.Any(zone => requirement.Values?.Contains(zone) == true),
        "NotIn" => !zones.Any(zone => requirement.Values?.Contains(zone) == true),
        "Exists" => zones.Count > 0,
        "DoesNotExist" => zones.Count == 0,
        _ => false,
    };

    private static bool Holds(SelectorRequirement requirement, string? value) => requirement.Operator switch
    {
        "In" => value is not null && requirement.Values?.Contains(value) == true,
        "NotIn" => value is null || requirement.Values?.Contains(value) != true,
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => Compare(requirement, value) > 0,
        "Lt" => Compare(requirement, value) < 0,
        _ => false,
    };

    private static int Compare(SelectorRequirement requirement, string? value) =>
        long.TryParse(value, CultureInfo.InvariantCulture, out var actual)
        && requirement.Values is [var bound]
        && long.TryParse(bound, CultureInfo.InvariantCulture, out var limit)
            ? actual.CompareTo(limit)
            : 0;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
