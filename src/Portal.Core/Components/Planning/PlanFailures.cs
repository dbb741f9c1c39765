using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>Collects every reason why a part of the wish cannot be. Each is told once, however many wishes meet it.</summary>
internal sealed class PlanFailures
{
    private readonly HashSet<PlanTarget> _failed = [];
    private readonly List<(PlanTarget Target, bool WholeCluster, Problem Problem)> _reasons = [];

    public bool Any => _failed.Count > 0;

    public IReadOnlyList<(PlanTarget Target, bool WholeCluster, Problem Problem)> Reasons => _reasons;

    public bool Has(PlanTarget target) => _failed.Contains(target);

    public void Add(PlanTarget target, Problem problem)
    {
        _failed.Add(target);
        _reasons.Add((target, false, problem));
    }

    /// <summary>The reason lies in the cluster: it is told once for all of its components.</summary>
    public void AddCluster(PlanTarget target, Problem problem)
    {
        _failed.Add(target);
        _reasons.Add((target, true, problem));
    }
}
