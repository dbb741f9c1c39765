using System.Net;

namespace Portal.Core.Components.Planning;

/// <summary>Clusters that a system connects must not use the same addresses.</summary>
internal static class NetworkOverlap
{
    public static void Check(PlanIndex index, IReadOnlyList<PlanNode> nodes, IReadOnlySet<PlanTarget> going, PlanFailures failures)
    {
        foreach (var component in nodes.Where(node => node.Component.NeedsDisjointNetworks).Select(node => node.Component).Distinct())
        {
            var coming = nodes.Where(node => node.Component == component && (node.Changes || node.Version is null)
                && index.UsableVersion(node.Target) is null).Select(node => node.Target).ToHashSet();
            var members = coming.Concat(index.AllInstalled.Where(target => target.Component == component.Name && !going.Contains(target)))
                .Distinct().Select(target => (Target: target, Networks: Networks(index.Cluster(target.ClusterId)!))).ToList();
            var wishes = nodes.Where(node => node.Component == component).ToDictionary(node => node.Target, node => node.Wish);
            bool Needs(PlanTarget target) => index.NeedsDisjointNetworks(target, wishes.GetValueOrDefault(target));
            foreach (var member in members.Where(member => coming.Contains(member.Target)))
            {
                foreach (var other in members.Where(other => other.Target != member.Target && (Needs(member.Target) || Needs(other.Target))))
                {
                    Tell(index, member, other, failures);
                }
            }
        }
    }

    private static void Tell(
        PlanIndex index, (PlanTarget Target, List<Range> Networks) member, (PlanTarget Target, List<Range> Networks) other, PlanFailures failures)
    {
        var shared = member.Networks.SelectMany(mine => other.Networks.Select(theirs => (mine, theirs)))
            .FirstOrDefault(pair => Overlap(pair.mine.Network, pair.theirs.Network));
        if (shared.mine is not null)
        {
            failures.Add(member.Target, PlanWords.CannotBe(index, member.Target)(
                $"It connects {index.ClusterName(member.Target)} with {index.ClusterName(other.Target)}, and their addresses overlap: {shared.mine} here, {shared.theirs} there.",
                "Leave one of the two clusters out, or give one of them other addresses."));
        }
    }

    private static List<Range> Networks(ClusterFacts cluster) =>
    [
        .. cluster.PodNetworks.SelectMany(text => Parse("pods", text)),
        .. cluster.ServiceNetworks.SelectMany(text => Parse("services", text)),
    ];

    private static IEnumerable<Range> Parse(string use, string text) => IPNetwork.TryParse(text, out var network) ? [new Range(use, network)] : [];

    private static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    private sealed record Range(string Use, IPNetwork Network)
    {
        public override string ToString() => $"{Network} for {Use}";
    }
}
