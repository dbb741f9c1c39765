using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>One look at a set of wishes, by every rule.</summary>
internal sealed class PlanRound
{
    private readonly PlanIndex _index;
    private readonly IReadOnlyList<PlanWish> _wishes;
    private readonly HashSet<PlanTarget> _going;
    private readonly RequirementClosure _closure;

    public PlanRound(PlanIndex index, IReadOnlyList<PlanWish> wishes, IReadOnlyList<PlanFamily> families)
    {
        _index = index;
        _wishes = wishes;
        var unwanted = wishes.Where(wish => wish.Kind == WishKind.Uninstall).Select(Target).ToHashSet();
        // What is gone already is as it was asked for.
        _going = [.. unwanted.Where(target => index.Installed(target) is not null)];
        _closure = new RequirementClosure(index, wishes.Where(wish => wish.Kind != WishKind.Uninstall), unwanted, Failures);
        new VersionFamilies(index, families, _going, _closure).Choose(Failures);
        ChangeRules.Apply(index, _closure.Nodes, _going, Failures);
        RemovalRules.Apply(index, _going, Failures);
        FindCircles();
    }

    public PlanFailures Failures { get; } = new();

    public IReadOnlyList<PlannedChange> Order() => new ChangeOrder(_index, _closure, _going,
        _wishes.Where(wish => wish is { Kind: WishKind.Uninstall, Of: not null }).ToDictionary(Target, wish => wish.Of!)).Build();

    /// <summary>True when the wish itself, or something that it leads to, cannot be.</summary>
    public bool Fails(PlanWish wish) => FailedUnder(wish).Any();

    /// <summary>The reasons found, and for each wish that fails by another's the name of that.</summary>
    public IEnumerable<PlanRefusal> Refusals()
    {
        foreach (var (target, wholeCluster, problem) in Failures.Reasons)
        {
            yield return new PlanRefusal(target.ClusterId, _index.ClusterName(target), wholeCluster ? null : target.Component, problem);
        }

        foreach (var wish in _wishes)
        {
            var failed = FailedUnder(wish).ToList();
            if (failed.Count > 0 && !failed.Contains(Target(wish)))
            {
                yield return new PlanRefusal(wish.ClusterId, _index.ClusterName(Target(wish)), wish.Component,
                    PlanWords.CannotBe(_index, Target(wish))(
                        $"It needs {string.Join(", ", _index.Sort(failed).Select(_index.Name))}, which is refused.",
                        "Mend what that is refused for, and plan again."), Follows: true);
            }
        }
    }

    private static PlanTarget Target(PlanWish wish) => new(wish.ClusterId, wish.Component);

    private IEnumerable<PlanTarget> FailedUnder(PlanWish wish) => _closure.Find(Target(wish)) is { } node
        ? RequirementClosure.Reach(node).Select(reached => reached.Target).Where(Failures.Has)
        : new[] { Target(wish) }.Where(Failures.Has);

    private void FindCircles()
    {
        var moving = _closure.Nodes.Where(node => node.Changes || node.Version is null).ToList();
        foreach (var circle in RequirementCycle.Find(
            moving, node => ChangeOrder.Before(_index, node, _closure.On(node.Target.ClusterId)).Where(other => other.Changes || other.Version is null)))
        {
            TellCircle([.. circle.Select(node => node.Target)], target => PlanWords.CannotBe(_index, target));
        }

        foreach (var circle in RequirementCycle.Find(_index.Sort(_going), target => RemovalRules.GoBefore(_index, target, _going)))
        {
            TellCircle([.. circle.Reverse()], target => (why, remedy) => PlanWords.CannotGo(_index, target, why, remedy));
        }
    }

    private void TellCircle(List<PlanTarget> circle, Func<PlanTarget, Func<string, string, Problem>> words)
    {
        // The same circle is told alike wherever it was entered.
        var first = circle.IndexOf(_index.Sort(circle).First());
        List<PlanTarget> path = [.. circle[first..], .. circle[..first], circle[first]];
        var sameCluster = circle.TrueForAll(target => target.ClusterId == circle[0].ClusterId);
        var names = string.Join(" → ", path.Select(target => sameCluster ? _index.Title(target.Component) : _index.Name(target)));
        foreach (var target in circle)
        {
            Failures.Add(target, words(target)($"It would have to wait for itself: {names}.",
                "Correct the requirements of these entries in the catalogue."));
        }
    }
}
