using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Planning;

/// <summary>What else can stand against an install or upgrade: the cluster, its room, its neighbours, and what is in the way.</summary>
internal static class ChangeRules
{
    public static void Apply(PlanIndex index, IReadOnlyList<PlanNode> nodes, IReadOnlySet<PlanTarget> going, PlanFailures failures)
    {
        // What stays as it is needs nothing; what has no version yet is told of everything else as well.
        var changing = nodes.Where(node => node.Changes || node.Version is null).ToList();
        foreach (var node in changing)
        {
            CheckCluster(index, node, failures);
        }

        CheckRoom(index, changing, failures);
        foreach (var (one, other, why) in Conflicts(index, nodes, going).DistinctBy(pair => (pair.One, pair.Other)))
        {
            TellConflict(index, one, other, why, nodes, failures);
        }

        NetworkOverlap.Check(index, nodes, going, failures);
    }

    private static void CheckCluster(PlanIndex index, PlanNode node, PlanFailures failures)
    {
        var cluster = index.Cluster(node.Target.ClusterId)!;
        if (cluster.Unusable is { } unusable)
        {
            failures.AddCluster(node.Target, unusable);
            return;
        }

        if (node.Component.Kubernetes is { } range && cluster.KubernetesVersion is { } version && !VersionRange.Contains(range, version))
        {
            failures.Add(node.Target, PlanWords.CannotBe(index, node.Target)(
                $"It needs Kubernetes {VersionRange.Describe(range)}; the cluster has {version}.",
                "Upgrade the cluster, or pick another cluster or version."));
        }

        if (cluster.Nodes is { } nodes && nodes < node.Component.Nodes && index.UsableVersion(node.Target) is null)
        {
            failures.Add(node.Target, PlanWords.CannotBe(index, node.Target)(
                $"Its pods must be spread over {node.Component.Nodes} nodes; the cluster has {nodes} that are ready.",
                "Add nodes, or pick another cluster."));
        }

        foreach (var obstacle in cluster.Obstacles.Where(obstacle => obstacle.Component == node.Component.Name))
        {
            failures.Add(node.Target, obstacle.Problem);
        }
    }

    private static void CheckRoom(PlanIndex index, IEnumerable<PlanNode> changing, PlanFailures failures)
    {
        foreach (var group in changing
            .Where(node => node.Component.Capacity is not null && index.UsableVersion(node.Target) is null)
            .GroupBy(node => node.Target.ClusterId))
        {
            var asked = new PlanCapacity(group.Sum(node => node.Component.Capacity!.Cpu), group.Sum(node => node.Component.Capacity!.Memory));
            if (index.Cluster(group.Key)!.Free is not { } free || (asked.Cpu <= free.Cpu && asked.Memory <= free.Memory))
            {
                continue;
            }

            var all = string.Join(", ", group.Select(node => node.Component.Title));
            foreach (var node in group)
            {
                failures.Add(node.Target, PlanWords.CannotBe(index, node.Target)(
                    $"What is to be installed there ({all}) asks for {PlanWords.Amount(asked)}; {PlanWords.Amount(free)} are free.",
                    "Add nodes, or leave something out."));
            }
        }
    }

    /// <summary>Pairs that would be on one cluster and must not, unless both are there already.</summary>
    private static IEnumerable<(PlanTarget One, PlanTarget Other, string Why)> Conflicts(
        PlanIndex index, IReadOnlyList<PlanNode> nodes, IReadOnlySet<PlanTarget> going)
    {
        var versions = nodes.Where(node => node.Version is not null).ToDictionary(node => node.Target, node => node.Version!);
        foreach (var target in index.AllInstalled.Where(target => !going.Contains(target) && index.UsableVersion(target) is not null))
        {
            versions.TryAdd(target, index.UsableVersion(target)!);
        }

        foreach (var target in index.Sort(versions.Keys))
        {
            foreach (var conflict in index.Component(target.Component)!.Conflicts)
            {
                var other = new PlanTarget(target.ClusterId, conflict.Component);
                var had = index.UsableVersion(target) is not null && index.UsableVersion(other) is { } old && PlanIndex.Fits(conflict.Versions, old);
                if (!had && versions.TryGetValue(other, out var version) && PlanIndex.Fits(conflict.Versions, version))
                {
                    yield return string.CompareOrdinal(target.Component, other.Component) < 0 ? (target, other, conflict.Why) : (other, target, conflict.Why);
                }
            }
        }
    }

    private static void TellConflict(PlanIndex index, PlanTarget one, PlanTarget other, string why, IReadOnlyList<PlanNode> nodes, PlanFailures failures)
    {
        var changing = nodes.Where(node => node.Changes || node.Version is null).Select(node => node.Target).ToHashSet();
        foreach (var (target, against) in new[] { (one, other), (other, one) }.Where(pair => changing.Contains(pair.Item1)))
        {
            var planned = changing.Contains(against);
            failures.Add(target, PlanWords.CannotBe(index, target)(
                (planned
                    ? $"It cannot be on one cluster with {index.Title(against.Component)}, which the same plan wants there. {why}"
                    : $"It cannot be on one cluster with {index.Title(against.Component)}, which is installed there. {why}").TrimEnd(),
                planned ? "Leave one of the two out." : $"Uninstall {index.Title(against.Component)} in the same plan, or leave this out."));
        }
    }
}
