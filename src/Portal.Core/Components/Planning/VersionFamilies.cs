using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Planning;

/// <summary>Decides on the versions of targets that must have one version.</summary>
internal sealed class VersionFamilies
{
    private readonly PlanIndex _index;
    private readonly IReadOnlySet<PlanTarget> _going;
    private readonly RequirementClosure _closure;
    private readonly List<(string Name, List<PlanTarget> Targets)> _families = [];

    public VersionFamilies(PlanIndex index, IEnumerable<PlanFamily> families, IReadOnlySet<PlanTarget> going, RequirementClosure closure)
    {
        (_index, _going, _closure) = (index, going, closure);
        foreach (var family in families.OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            // A target in two of them ties both together.
            var shared = _families.FindAll(other => other.Targets.Intersect(family.Targets).Any());
            _families.RemoveAll(shared.Contains);
            var targets = index.Sort(shared.SelectMany(other => other.Targets).Concat(family.Targets).Distinct()).ToList();
            _families.Add((string.Join(", ", shared.Select(other => other.Name).Append(family.Name).Distinct().Order(StringComparer.Ordinal)), targets));
        }
    }

    /// <summary>Makes the choice of every node: together with its family, or by itself.</summary>
    public void Choose(PlanFailures failures)
    {
        var tied = new HashSet<PlanTarget>();
        foreach (var (name, targets) in _families)
        {
            var nodes = targets.Select(_closure.Find).OfType<PlanNode>().ToList();
            tied.UnionWith(nodes.Select(node => node.Target));
            Choose(name, targets, nodes, failures);
        }

        foreach (var node in _closure.Nodes.Where(node => !tied.Contains(node.Target)))
        {
            VersionChoice.Make(_index, node, _going, _closure, failures);
        }
    }

    private void Choose(string name, List<PlanTarget> targets, List<PlanNode> nodes, PlanFailures failures)
    {
        var able = new List<(PlanNode Node, VersionChoice Choice, IReadOnlyList<string> Versions)>();
        foreach (var node in nodes)
        {
            var choice = VersionChoice.Of(_index, node, _going, _closure);
            var (problem, versions) = choice.Options();
            if (problem is not null)
            {
                failures.Add(node.Target, problem);
            }
            else
            {
                able.Add((node, choice, versions));
            }
        }

        // What is there and stays untouched has the version that it has.
        var untouched = targets.Where(target => _closure.Find(target) is null && !_going.Contains(target) && _index.UsableVersion(target) is not null).ToList();
        var common = able.Select(one => one.Versions).Concat(untouched.Select(IReadOnlyList<string> (target) => [_index.UsableVersion(target)!]))
            .Aggregate((IEnumerable<string>?)null, (all, versions) => all?.Intersect(versions) ?? versions)?.ToList() ?? [];
        if (common.Count > 0)
        {
            var version = Pick(common, nodes);
            able.ForEach(one => one.Choice.Take(version));
        }
        else if (able.TrueForAll(one => one.Choice.MayStay) && !nodes.Exists(node => node.Wish?.Kind == WishKind.Upgrade))
        {
            // They differ already, and this plan makes it no worse.
            able.ForEach(one => one.Choice.Take(_index.UsableVersion(one.Node.Target)!));
        }
        else
        {
            Refuse(name, able.ConvertAll(one => (one.Node.Target, one.Versions)), untouched, failures);
        }
    }

    /// <summary>What is there, where it fits and no newer one is asked for; else the newest.</summary>
    private string Pick(List<string> common, List<PlanNode> nodes)
    {
        var newest = common.OrderDescending(Comparer<string>.Create(VersionRange.Compare)).ToList();
        var there = nodes.Select(node => _index.UsableVersion(node.Target)).OfType<string>().ToHashSet();
        return nodes.Exists(node => node.Wish?.Kind == WishKind.Upgrade) ? newest[0] : newest.Find(there.Contains) ?? newest[0];
    }

    private void Refuse(
        string name, List<(PlanTarget Target, IReadOnlyList<string> Versions)> able, List<PlanTarget> untouched, PlanFailures failures)
    {
        var lines = able.Select(one => $"{_index.Name(one.Target)} can have {string.Join(", ", one.Versions)}")
            .Concat(untouched.Select(target => $"{_index.Name(target)} has {_index.UsableVersion(target)} and stays as it is")).ToList();
        foreach (var (target, _) in able)
        {
            failures.Add(target, PlanWords.CannotBe(_index, target)(
                $"{name} needs one version on all of its clusters: {string.Join("; ", lines)}.",
                "Upgrade all of its clusters in one plan, or ask for the version that is there."));
        }
    }
}
