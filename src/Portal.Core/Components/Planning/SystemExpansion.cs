using Portal.Core.Components.Systems;

namespace Portal.Core.Components.Planning;

/// <summary>Turns what is asked of systems into wishes for their parts and steps, and what ties these to each other. Pure.</summary>
internal sealed class SystemExpansion
{
    /// <summary>Steps have no versions: all of them have this one.</summary>
    public const string StepVersion = "1.0.0";

    private readonly PlanIndex _index;
    private readonly Dictionary<string, PlanComponent> _steps = [];
    private readonly List<PlanWish> _wishes = [];
    private readonly List<PlanLink> _links = [];
    private readonly List<PlanFamily> _families = [];
    private readonly Dictionary<PlanTarget, List<(SystemWish System, SystemMember Member, string? Step)>> _places = [];

    /// <param name="components">The catalogue's.</param>
    /// <param name="clusters">All clusters of the systems; steps that are done are among what is installed.</param>
    /// <param name="others">What is wished for beside the systems.</param>
    public SystemExpansion(
        IReadOnlyList<PlanComponent> components, IReadOnlyList<ClusterFacts> clusters, IReadOnlyList<SystemWish> systems, IReadOnlyList<PlanWish> others)
    {
        _index = new PlanIndex(components, clusters);
        _wishes.AddRange(others);
        var unwanted = others.Where(wish => wish.Kind == WishKind.Uninstall).Select(wish => new PlanTarget(wish.ClusterId, wish.Component)).ToHashSet();
        foreach (var system in systems)
        {
            Add(system, unwanted);
        }
    }

    public IEnumerable<PlanComponent> Steps => _steps.Values;

    /// <summary>Those of the systems and the others.</summary>
    public IReadOnlyList<PlanWish> Wishes => [.. _wishes.GroupBy(wish => (wish.ClusterId, wish.Component)).SelectMany(Together)];

    public PlanTies Ties => new(_links, _families);

    /// <summary>What a target is to the systems of the plan; null when it is nothing to them.</summary>
    public PlannedPart? Part(PlanTarget target)
    {
        if (_places.GetValueOrDefault(target) is not { } places)
        {
            return null;
        }

        var (system, _, step) = places[0];
        var roles = places.Where(place => place.System == system).Select(place => place.Member.Role).Distinct();
        return new PlannedPart(system.Model.Id, system.Model.Catalog.Name, string.Join(", ", roles), step,
            step is null ? null : system.Model.Catalog.Steps.First(one => one.Name == step).Title);
    }

    /// <summary>The systems that a target is a part or step of.</summary>
    public IEnumerable<Guid> SystemsOf(PlanTarget target) => (_places.GetValueOrDefault(target) ?? []).Select(place => place.System.Model.Id).Distinct();

    /// <summary>
    /// What a system wants of a target and what an item or another system wants of it is one wish. Those that contradict each
    /// other stay apart: the resolver tells.
    /// </summary>
    private static IEnumerable<PlanWish> Together(IEnumerable<PlanWish> wishes)
    {
        var all = wishes.Distinct().ToList();
        return all.Count == 1 || all.Count(wish => wish.Of is null) > 1 || all.Select(wish => wish.Kind == WishKind.Uninstall).Distinct().Count() > 1
            || all.Select(wish => wish.Version).OfType<string>().Distinct().Count() > 1
            ? all
            : [Joined(all.Find(wish => wish.Of is null) ?? all[0], all)];
    }

    private static PlanWish Joined(PlanWish first, List<PlanWish> all) => first with
    {
        Kind = all.Exists(wish => wish.Kind == WishKind.Upgrade) ? WishKind.Upgrade : first.Kind,
        Version = all.Select(wish => wish.Version).FirstOrDefault(version => version is not null),
        NewValues = all.Exists(wish => wish.NewValues),
        Off = first.Off ?? all.Select(wish => wish.Off).FirstOrDefault(off => off is not null),
        Of = string.Join(", ", all.Select(wish => wish.Of).OfType<string>().Distinct()),
    };

    private void Add(SystemWish wish, HashSet<PlanTarget> unwanted)
    {
        var system = wish.Model.Catalog;
        var all = wish.Model.Members.Concat(wish.Leaving).Concat(wish.Untouched).Where(member => _index.Cluster(member.ClusterId) is not null).ToList();
        // An optional part that is still there has its place in the order, wanted or not.
        var graph = new SystemGraph(system, all, role => (system.Role(role)?.Parts ?? []).Where(part => !part.Optional || wish.Model.Options.Contains(part.Component)
            || all.Exists(member => member.Role == role && _index.Installed(new PlanTarget(member.ClusterId, part.Component)) is not null)));
        foreach (var step in system.Steps)
        {
            var key = SystemGraph.StepKey(system, step);
            _steps.TryAdd(key, new PlanComponent { Name = key, Title = step.Title, Versions = [StepVersion], IsStep = true });
        }

        foreach (var member in all)
        {
            Place(wish, member);
        }

        var leaving = wish.Leaving.SelectMany(graph.Nodes).Except(wish.Model.Members.Concat(wish.Untouched).SelectMany(graph.Nodes)).ToHashSet();
        var touched = wish.Model.Members.Concat(wish.Leaving).SelectMany(graph.Nodes).ToHashSet();
        _links.AddRange(graph.Links.Where(link =>
            // What stays can do without a cluster that leaves, as long as the system itself stays.
            (wish.Kind == SystemWishKind.Uninstall || leaving.Contains(link.Dependent) || !leaving.Contains(link.Provider))
            // What is missing on a cluster that the plan leaves alone is not brought.
            && (touched.Contains(link.Provider) || _index.UsableVersion(link.Provider) is not null)));
        foreach (var member in wish.Model.Members.Where(all.Contains))
        {
            Want(wish, member);
        }

        Remove(wish, unwanted);
        AddFamily(wish, all);
    }

    private void Place(SystemWish wish, SystemMember member)
    {
        foreach (var part in wish.Model.Catalog.Role(member.Role)?.Parts ?? [])
        {
            At(new PlanTarget(member.ClusterId, part.Component)).Add((wish, member, null));
        }

        foreach (var step in wish.Model.Steps(member.Role))
        {
            At(new PlanTarget(member.ClusterId, SystemGraph.StepKey(wish.Model.Catalog, step))).Add((wish, member, step.Name));
        }

        List<(SystemWish System, SystemMember Member, string? Step)> At(PlanTarget target)
        {
            if (!_places.TryGetValue(target, out var places))
            {
                _places[target] = places = [];
            }

            return places;
        }
    }

    private void Want(SystemWish wish, SystemMember member)
    {
        foreach (var part in wish.Model.Parts(member.Role))
        {
            var target = new PlanTarget(member.ClusterId, part.Component);
            var facts = wish.Part(target);
            var kind = wish.Kind == SystemWishKind.Upgrade && _index.UsableVersion(target) is not null ? WishKind.Upgrade : WishKind.Install;
            _wishes.Add(new PlanWish(member.ClusterId, part.Component, kind, wish.Versions.GetValueOrDefault(part.Component),
                facts.NewValues, facts.Off, wish.Model.Catalog.Title));
        }

        foreach (var step in wish.Model.Steps(member.Role))
        {
            // Run each time: it makes what is missing, and follows what has changed.
            _wishes.Add(new PlanWish(member.ClusterId, SystemGraph.StepKey(wish.Model.Catalog, step), WishKind.Install, NewValues: true, Of: wish.Model.Catalog.Title));
        }
    }

    /// <summary>What is no longer wanted goes: of the clusters that leave all, of those that stay the parts that are not chosen any more.</summary>
    private void Remove(SystemWish wish, HashSet<PlanTarget> unwanted)
    {
        var wanted = wish.Model.Members.SelectMany(member => Targets(wish, member, chosen: true)).ToHashSet();
        wanted.UnionWith(wish.Untouched.SelectMany(member => Targets(wish, member, chosen: false)));
        var gone = wish.Leaving.Concat(wish.Model.Members).SelectMany(member => Targets(wish, member, chosen: false))
            .Where(target => !wanted.Contains(target) && _index.Installed(target) is not null).Distinct().ToList();
        var going = gone.Where(target => !wish.Part(target).Stays).ToHashSet();
        var own = _places.Where(pair => pair.Value.Exists(place => place.System == wish)).Select(pair => pair.Key).ToHashSet();
        // What somebody else's needs stays, and with it what that is built on.
        while (going.RemoveWhere(target => _index.Dependents(target).Select(row => row.Dependent)
            .Any(dependent => !going.Contains(dependent) && !unwanted.Contains(dependent)
                && (!own.Contains(dependent) || gone.Contains(dependent)))) > 0)
        {
        }

        _wishes.AddRange(_index.Sort(going).Select(target => new PlanWish(target.ClusterId, target.Component, WishKind.Uninstall, Of: wish.Model.Catalog.Title)));
        _wishes.AddRange(_index.Sort(gone.Where(target => !going.Contains(target) && !unwanted.Contains(target) && wish.Part(target).NewValues))
            .Select(target => new PlanWish(target.ClusterId, target.Component, WishKind.Install, NewValues: true, Off: wish.Part(target).Off, Of: wish.Model.Catalog.Title)));
    }

    private static IEnumerable<PlanTarget> Targets(SystemWish wish, SystemMember member, bool chosen) =>
        (chosen ? wish.Model.Parts(member.Role) : wish.Model.Catalog.Role(member.Role)?.Parts ?? []).Select(part => part.Component)
            .Concat(wish.Model.Steps(member.Role).Select(step => SystemGraph.StepKey(wish.Model.Catalog, step)))
            .Select(component => new PlanTarget(member.ClusterId, component));

    private void AddFamily(SystemWish wish, List<SystemMember> all)
    {
        var targets = all.SelectMany(member => Targets(wish, member, chosen: false)).Where(target => wish.Model.Catalog.SameVersion.Contains(target.Component)).Distinct().ToList();
        if (targets.Count > 1)
        {
            _families.Add(new PlanFamily(wish.Model.Catalog.Title, targets));
        }
    }
}
