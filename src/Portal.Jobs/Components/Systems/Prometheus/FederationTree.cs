using Portal.Core.Components.Systems;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Prometheus;

/// <summary>
/// Who gathers from whom. A member or a relay names the relay above it; who names none is gathered by the parent. Pure.
/// </summary>
internal sealed class FederationTree
{
    public const string Relay = "relay";

    public const string Parent = "parent";

    private const string Remedy = "Correct the relays in the system's settings, and retry.";

    private readonly IReadOnlyList<SystemMember> _members;
    private readonly IReadOnlyDictionary<string, string> _above;

    /// <param name="members">All clusters of the system.</param>
    /// <param name="above">By a cluster's name the name of the relay that gathers from it.</param>
    public FederationTree(IReadOnlyList<SystemMember> members, IReadOnlyDictionary<string, string> above)
    {
        _members = members;
        _above = above;
        foreach (var (below, relay) in above)
        {
            if (!members.Any(member => member.Role == Relay && member.ClusterName == relay))
            {
                throw ProblemException.Refused($"Nothing can gather from {below}", $"{relay} is no relay of the system.", Remedy);
            }

            CheckCircle(below);
        }
    }

    /// <summary>The clusters that one gathers from itself, by name. A cluster counts once, as the highest that it is.</summary>
    public IReadOnlyList<SystemMember> Below(SystemMember gathering) =>
    [
        .. _members.Where(member => member.Role != Parent && member.ClusterId != gathering.ClusterId)
            .OrderBy(member => member.Role != Relay).DistinctBy(member => member.ClusterId)
            .Where(member => gathering.Role == Parent
                ? !_above.ContainsKey(member.ClusterName)
                : _above.GetValueOrDefault(member.ClusterName) == gathering.ClusterName)
            .OrderBy(member => member.ClusterName, StringComparer.Ordinal),
    ];

    private void CheckCircle(string start)
    {
        var seen = new List<string> { start };
        for (var at = _above.GetValueOrDefault(start); at is not null; at = _above.GetValueOrDefault(at))
        {
            if (seen.Contains(at))
            {
                throw ProblemException.Refused($"Nothing can gather from {start}", $"The relays gather from each other in a circle: {string.Join(" → ", seen.Append(at))}.", Remedy);
            }

            seen.Add(at);
        }
    }
}
