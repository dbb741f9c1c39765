namespace Portal.Core.Components.Planning;

/// <summary>All that the wishes lead to: what they name, and what that needs, and so on.</summary>
internal sealed class RequirementClosure
{
    private readonly PlanIndex _index;
    private readonly IReadOnlySet<PlanTarget> _unwanted;
    private readonly PlanFailures _failures;
    private readonly Dictionary<PlanTarget, PlanWish> _wishes;
    private readonly Dictionary<PlanTarget, PlanNode> _nodes = [];
    private readonly ILookup<Guid, PlanNode> _byCluster;

    /// <param name="wishes">Installs and upgrades, one a target, of components and clusters that exist.</param>
    /// <param name="unwanted">What shall not be there, whether it is there now or not.</param>
    public RequirementClosure(PlanIndex index, IEnumerable<PlanWish> wishes, IReadOnlySet<PlanTarget> unwanted, PlanFailures failures)
    {
        _index = index;
        _unwanted = unwanted;
        _failures = failures;
        _wishes = wishes.ToDictionary(wish => new PlanTarget(wish.ClusterId, wish.Component));
        foreach (var target in index.Sort(_wishes.Keys))
        {
            Visit(target);
        }

        Nodes = [.. index.Sort(_nodes.Keys).Select(target => _nodes[target])];
        _byCluster = Nodes.ToLookup(node => node.Target.ClusterId);
    }

    /// <summary>By cluster name, then component.</summary>
    public IReadOnlyList<PlanNode> Nodes { get; }

    public PlanNode? Find(PlanTarget target) => _nodes.GetValueOrDefault(target);

    public IEnumerable<PlanNode> On(Guid clusterId) => _byCluster[clusterId];

    /// <summary>A node and all that it needs, directly or through others.</summary>
    public static IReadOnlySet<PlanNode> Reach(PlanNode start)
    {
        var seen = new HashSet<PlanNode> { start };
        var open = new Stack<PlanNode>([start]);
        while (open.TryPop(out var node))
        {
            foreach (var (_, provider) in node.Needs.Where(need => seen.Add(need.Provider)))
            {
                open.Push(provider);
            }
        }

        return seen;
    }

    private void Visit(PlanTarget wished)
    {
        var open = new Queue<PlanNode>();
        Node(wished, open);
        while (open.TryDequeue(out var node))
        {
            foreach (var requirement in _index.Requirements(node.Target, node.Wish))
            {
                foreach (var place in Choose(node, requirement))
                {
                    var provider = Node(place, open);
                    node.Needs.Add((requirement, provider));
                    provider.NeededBy.Add((requirement, node));
                }
            }
        }
    }

    private PlanNode Node(PlanTarget target, Queue<PlanNode> open)
    {
        if (!_nodes.TryGetValue(target, out var node))
        {
            node = _nodes[target] = new PlanNode(target, _index.Component(target.Component)!, _wishes.GetValueOrDefault(target));
            open.Enqueue(node);
        }

        return node;
    }

    /// <summary>A role may be held by several: those that fit as they are, else those that are wished for, else the first.</summary>
    private List<PlanTarget> Best(PlanRequirement requirement, List<PlanTarget> there)
    {
        var fitting = there.FindAll(place => _index.UsableVersion(place) is { } version && PlanIndex.Fits(requirement.Versions, version));
        var wished = there.FindAll(_wishes.ContainsKey);
        return fitting.Count > 0 ? fitting : wished.Count > 0 ? wished : there[..1];
    }

    /// <summary>Where the requirement is met; empty, and a failure told, where it cannot be.</summary>
    private List<PlanTarget> Choose(PlanNode node, PlanRequirement requirement)
    {
        var problem = PlanWords.CannotBe(_index, node.Target);
        if (_index.Component(requirement.Component) is null)
        {
            _failures.Add(node.Target, problem($"It needs {requirement.Component}, which the catalogue does not have.",
                "Add an entry for it to the catalogue."));
            return [];
        }

        var places = _index.Places(requirement, node.Target.ClusterId).ToList();
        var leaving = places.Where(_unwanted.Contains).ToList();
        var there = places.Where(place => !_unwanted.Contains(place) && (_wishes.ContainsKey(place) || _index.UsableVersion(place) is not null)).ToList();
        if (there.Count > 0)
        {
            return requirement.Role is null ? there : Best(requirement, there);
        }

        if (leaving.Count > 0)
        {
            _failures.Add(node.Target, problem($"It needs {_index.Name(leaving[0])}, which the same plan uninstalls.", "Leave one of the two out."));
            _failures.Add(leaving[0], PlanWords.CannotGo(_index, leaving[0], $"{_index.Name(node.Target)} needs it, and the same plan wants that.",
                "Leave one of the two out."));
            return [];
        }

        if (places.Count == 1)
        {
            return places;
        }

        _failures.Add(node.Target, places.Count == 0
            ? problem($"It needs {_index.Title(requirement.Component)} on a cluster with the role {requirement.Role}, and no cluster of the plan has it.",
                "Give the role to a cluster of the plan.")
            : problem($"It needs {_index.Title(requirement.Component)} on a cluster with the role {requirement.Role}, and more than one has it: {string.Join(", ", places.Select(_index.ClusterName))}.",
                "Choose the component on the one where it shall be."));
        return [];
    }
}
