using System.Globalization;

namespace Portal.Core.Distribution.Placement;

/// <summary>Whether a cluster belongs to an affinity group; the same answers as Karmada's ClusterMatches.</summary>
internal sealed class ClusterSelector
{
    private readonly HashSet<string>? _names;
    private readonly HashSet<string>? _excluded;
    private readonly KeyValuePair<string, string>[] _labels;
    private readonly SelectorRequirement[] _labelRules;
    private readonly SelectorRequirement[] _fieldRules;
    private readonly KarmadaRules _rules;

    /// <summary>Reads the affinity once, for all clusters that it will be held against.</summary>
    public ClusterSelector(ClusterAffinity affinity, KarmadaRules rules)
    {
        _rules = rules;
        _names = affinity.ClusterNames.Count > 0 ? [.. affinity.ClusterNames] : null;
        _excluded = affinity.Exclude.Count > 0 ? [.. affinity.Exclude] : null;
        _labels = [.. affinity.LabelSelector?.MatchLabels ?? new Dictionary<string, string>()];
        _labelRules = [.. affinity.LabelSelector?.MatchExpressions ?? []];
        _fieldRules = [.. affinity.FieldSelector?.MatchExpressions ?? []];
    }

    public bool Matches(PlacementCluster cluster) =>
        _excluded?.Contains(cluster.Name) != true
        && _names?.Contains(cluster.Name) != false
        && MatchesLabels(cluster)
        && MatchesFields(cluster);

    private bool MatchesLabels(PlacementCluster cluster)
    {
        foreach (var (key, value) in _labels)
        {
            if (!cluster.Labels.TryGetValue(key, out var actual) || actual != value)
            {
                return false;
            }
        }

        foreach (var requirement in _labelRules)
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
        foreach (var requirement in _fieldRules)
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
