using Portal.Core.Components.Catalog;
using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>Decides which version a node gets, and over which steps.</summary>
internal sealed class VersionChoice
{
    private readonly PlanIndex _index;
    private readonly PlanNode _node;
    private readonly string? _installed;
    private readonly InstalledState? _state;
    private readonly List<VersionDemand> _asked;
    private readonly List<VersionDemand> _untouched;
    private readonly List<VersionDemand> _held;

    private VersionChoice(PlanIndex index, PlanNode node, IReadOnlySet<PlanTarget> going, RequirementClosure closure)
    {
        _index = index;
        _node = node;
        _installed = index.UsableVersion(node.Target);
        _state = index.Installed(node.Target)?.State;
        _asked = Sort(index, VersionDemand.Planned(index, node, closure.On(node.Target.ClusterId)));
        var present = Sort(index, VersionDemand.Installed(index, node.Target).Where(demand => !going.Contains(demand.By)));
        // What is broken already is not made worse by staying so: only what holds now must go on to hold.
        _held = _installed is null ? [] : [.. present.Where(demand => demand.Takes(_installed))];
        _untouched = [.. (_installed is null ? present : _held).Where(demand => closure.Find(demand.By) is null)];
    }

    /// <summary>Sets the node's version and steps, or tells why there are none.</summary>
    public static void Make(PlanIndex index, PlanNode node, IReadOnlySet<PlanTarget> going, RequirementClosure closure, PlanFailures failures)
    {
        var problem = new VersionChoice(index, node, going, closure).Apply();
        if (problem is not null)
        {
            failures.Add(node.Target, problem);
        }
    }

    /// <summary>To choose together with others.</summary>
    public static VersionChoice Of(PlanIndex index, PlanNode node, IReadOnlySet<PlanTarget> going, RequirementClosure closure) =>
        new(index, node, going, closure);

    /// <summary>True when what is there may stay.</summary>
    public bool MayStay => _installed is not null && (_node.Wish?.Version ?? _installed) == _installed
        && _asked.TrueForAll(demand => demand.Takes(_installed));

    /// <summary>The versions that it may have, or why there is none.</summary>
    public (Problem? Problem, IReadOnlyList<string> Versions) Options()
    {
        if (CannotChange() is { } problem)
        {
            return (problem, []);
        }

        if (_node.Wish?.Version is { } pinned)
        {
            return TakePinned(pinned) is { } refused ? (refused, []) : (null, [pinned]);
        }

        List<string> versions =
        [
            .. _node.Component.Versions.Where(version => version != _installed
                && (_installed is null || VersionRange.Compare(version, _installed) > 0)
                && Demands.All(demand => demand.Takes(version)) && Reach(version) is not null),
            .. MayStay ? new[] { _installed! } : [],
        ];
        return versions.Count > 0 ? (null, versions) : (Take(), []);
    }

    /// <summary>One of <see cref="Options"/>.</summary>
    public void Take(string version)
    {
        Set(Reach(version)!);
        _node.Version = version;
    }

    private static List<VersionDemand> Sort(PlanIndex index, IEnumerable<VersionDemand> demands) =>
    [
        .. demands.OrderBy(demand => index.ClusterName(demand.By), StringComparer.Ordinal).ThenBy(demand => demand.By.ClusterId)
            .ThenBy(demand => demand.By.Component, StringComparer.Ordinal).ThenBy(demand => demand.Versions, StringComparer.Ordinal),
    ];

    private Problem? Apply()
    {
        var problem = CannotChange() ?? (_node.Wish?.Version is { } pinned ? TakePinned(pinned) : Take());
        if (problem is null)
        {
            _node.Version = _node.Steps is [.., var last] ? last : _installed;
        }

        return problem;
    }

    private Problem? CannotChange() => _state == InstalledState.Changing
        ? Cannot("An operation on it is queued or running.", "Wait until it has ended, or cancel it, and plan again.")
        : _installed is null && _node.Wish?.Kind == WishKind.Upgrade
            ? new Problem(ProblemKind.NotFound, $"{_node.Component.Title} is not installed on {_index.ClusterName(_node.Target)}",
                "There is no release of it.", "Install it first.")
            : null;

    private Problem? TakePinned(string version)
    {
        if (_installed is not null && VersionRange.Compare(version, _installed) < 0)
        {
            return Cannot($"Version {_installed} is there, and an upgrade never goes back to {version}.", "Use roll back to return to an earlier revision.");
        }

        var against = Demands.Where(demand => !demand.Takes(version)).ToList();
        if (against.Count > 0)
        {
            return Cannot($"Version {version} is asked for, and {Words(against)}.", "Pick a version that they take, or leave them out.");
        }

        return Reach(version) is { } steps ? Set(steps) : NoWay(version);
    }

    private Problem? Take()
    {
        var stay = MayStay;
        if (stay && _node.Wish?.Kind != WishKind.Upgrade)
        {
            return Set(Reach(_installed!)!);
        }

        var fitting = _node.Component.Versions.Where(version => Demands.All(demand => demand.Takes(version))).ToList();
        var newer = _installed is null ? fitting : [.. fitting.Where(version => VersionRange.Compare(version, _installed) > 0)];
        foreach (var version in newer)
        {
            if (Reach(version) is { } steps)
            {
                return Set(steps);
            }
        }

        return stay ? Set(Reach(_installed!)!)
            : newer.Count > 0 ? NoWay(newer[0])
            : fitting.Count > 0 ? Cannot($"{Words(Demands)}; version {_installed} is there, and an upgrade never goes back.",
                $"Roll it back to version {fitting[0]} first, or leave out what needs that.")
            : NothingFits();
    }

    private IEnumerable<VersionDemand> Demands => _asked.Concat(_untouched);

    private Problem? Set(IReadOnlyList<string> steps)
    {
        _node.Steps = steps;
        return null;
    }

    /// <summary>The steps to a version; empty when it is there already, null when there is no way.</summary>
    private IReadOnlyList<string>? Reach(string version)
    {
        if (_installed is null)
        {
            return [version];
        }

        if (VersionRange.Compare(version, _installed) == 0)
        {
            return _state == InstalledState.Broken || _node.Wish?.NewValues == true ? [version] : [];
        }

        return UpgradePath.Find(_node.Component, _installed, version, between => _held.TrueForAll(demand => demand.Takes(between)));
    }

    private Problem NoWay(string version) => Cannot(
        $"From {_installed} to {version} no version may be left out, and the catalogue has none between them that can be used.",
        "Add the versions between to the catalogue, or pick a nearer version.");

    /// <summary>Names the one demand that nothing meets, else the two that exclude each other, else all.</summary>
    private Problem NothingFits()
    {
        var demands = Demands.ToList();
        var versions = _node.Component.Versions;
        if (demands.Find(demand => !versions.Any(demand.Takes)) is { } impossible)
        {
            return Cannot($"{Words([impossible])}; the catalogue has {string.Join(", ", versions)}.", "Add a version that fits to the catalogue.");
        }

        var pair = demands.SelectMany((one, index) => demands.Skip(index + 1).Select(other => (one, other)))
            .FirstOrDefault(pair => !versions.Any(version => pair.one.Takes(version) && pair.other.Takes(version)));
        return Cannot($"{Words(pair.one is null ? demands : [pair.one, pair.other])}; no version is right for all.", "Leave one of them out.");
    }

    private Problem Cannot(string why, string remedy) => PlanWords.CannotBe(_index, _node.Target)(why, remedy);

    private string Words(IEnumerable<VersionDemand> demands) => string.Join(" and ",
        demands.Where(demand => demand.Versions is not null).Select(demand => demand.Words(_index)));
}
