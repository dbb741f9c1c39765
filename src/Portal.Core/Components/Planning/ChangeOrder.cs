namespace Portal.Core.Components.Planning;

/// <summary>Turns nodes and removals without failures into changes with an order.</summary>
/// <param name="goingFor">The system that what goes is a part of, where it is one's.</param>
internal sealed class ChangeOrder(
    PlanIndex index, RequirementClosure closure, IReadOnlySet<PlanTarget> going, IReadOnlyDictionary<PlanTarget, string> goingFor)
{
    private readonly Dictionary<string, PlannedChange> _changes = [];
    private readonly Dictionary<string, int> _waves = [];
    private readonly ILookup<Guid, PlanTarget> _goingBeside = going.ToLookup(target => target.ClusterId);

    /// <summary>There is no circle: <see cref="RequirementCycle"/> has looked.</summary>
    public IReadOnlyList<PlannedChange> Build()
    {
        foreach (var node in closure.Nodes)
        {
            AddNode(node);
        }

        foreach (var target in index.Sort(going))
        {
            var needs = RemovalRules.GoBefore(index, target, going).Select(index.Id);
            var reason = goingFor.GetValueOrDefault(target) is { } system ? $"part of {system}" : "asked for";
            Add(index.Id(target), target, ChangeKind.Uninstall, index.UsableVersion(target), null, needs, reason);
        }

        return
        [
            .. _changes.Values.Select(change => change with { Wave = Wave(change.Id) })
                .OrderBy(change => change.Wave)
                .ThenBy(change => change.ClusterName, StringComparer.Ordinal)
                .ThenBy(change => change.Component, StringComparer.Ordinal)
                .ThenBy(change => change.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>What must be done before a node can change: all that it needs, and what conflicts until it is upgraded.</summary>
    /// <param name="neighbours">The nodes of its cluster.</param>
    public static IEnumerable<PlanNode> Before(PlanIndex index, PlanNode node, IEnumerable<PlanNode> neighbours) => node.Needs.Select(need => need.Provider)
        .Concat(neighbours.Where(other => node.Component.After.Contains(other.Component.Name)))
        .Concat(index.UsableVersion(node.Target) is null ? neighbours.Where(other => other.Changes && Exclude(index, node, other.Target)) : [])
        .Distinct();

    private void AddNode(PlanNode node)
    {
        var from = index.UsableVersion(node.Target);
        var last = index.Id(node.Target);
        if (!node.Changes)
        {
            Add(last, node.Target, ChangeKind.Keep, from, from, [], Reason(node));
            return;
        }

        var needs = Before(index, node, closure.On(node.Target.ClusterId)).Where(other => other.Changes).Select(other => index.Id(other.Target))
            // What goes and counts on this one goes before it changes; what does not go together with it is gone before.
            .Concat(RemovalRules.GoBefore(index, node.Target, going).Select(index.Id))
            .Concat(_goingBeside[node.Target.ClusterId].Where(target => Exclude(index, node, target)).Select(index.Id))
            .ToList();
        for (var step = 0; step < node.Steps.Count; step++)
        {
            var version = node.Steps[step];
            var final = step == node.Steps.Count - 1;
            var id = final ? last : $"{last}@{version}";
            Add(id, node.Target, from is null ? ChangeKind.Install : ChangeKind.Upgrade, from, version, needs,
                final ? Reason(node) : $"on the way to {node.Version}");
            (from, needs) = (version, [id]);
        }
    }

    /// <summary>True when the two cannot be on the cluster together while the other has its present version.</summary>
    private static bool Exclude(PlanIndex index, PlanNode node, PlanTarget other) =>
        other.ClusterId == node.Target.ClusterId && other != node.Target && index.UsableVersion(other) is { } version
        && (node.Component.Conflicts.Any(conflict => conflict.Component == other.Component && PlanIndex.Fits(conflict.Versions, version))
            || (index.Component(other.Component)?.Conflicts ?? []).Any(conflict => conflict.Component == node.Component.Name));

    private void Add(string id, PlanTarget target, ChangeKind kind, string? from, string? to, IEnumerable<string> needs, string reason)
    {
        if (index.IsStep(target))
        {
            (kind, from, to) = (kind switch { ChangeKind.Uninstall => ChangeKind.UndoStep, ChangeKind.Keep => kind, _ => ChangeKind.RunStep }, null, null);
        }

        _changes.Add(id, new PlannedChange(id, target.ClusterId, index.ClusterName(target), target.Component, kind, from, to,
            [.. needs.Distinct().Order(StringComparer.Ordinal)], reason, 0));
    }

    private int Wave(string id)
    {
        if (!_waves.TryGetValue(id, out var wave))
        {
            _waves[id] = wave = _changes[id].Needs.Select(need => Wave(need) + 1).DefaultIfEmpty(0).Max();
        }

        return wave;
    }

    private string Reason(PlanNode node)
    {
        if (node.Wish is { Of: { } system })
        {
            return $"part of {system}";
        }

        if (node.Wish is not null)
        {
            return node.Wish.NewValues && node.Steps is [var only] && only == index.UsableVersion(node.Target) ? "asked for, with other values" : "asked for";
        }

        var dependents = node.NeededBy.Select(need => need.Dependent.Target).Distinct().ToList();
        return "required by " + string.Join(" and ", index.Sort(dependents)
            .Select(target => target.ClusterId == node.Target.ClusterId ? index.Title(target.Component) : index.Name(target)));
    }
}
