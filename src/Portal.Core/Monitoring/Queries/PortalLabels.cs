using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Queries;

/// <summary>
/// The labels that the portal adds to every series of a cluster. A label of that name that a series already has becomes
/// <c>exported_…</c>, as it does where a Prometheus scrapes.
/// </summary>
public static class PortalLabels
{
    public const string Cluster = "cluster";
    public const string Fleet = "fleet";
    public const string Provider = "provider";
    public const string Region = "region";

    private const string Exported = "exported_";

    public static ImmutableHashSet<string> All { get; } = [Cluster, Fleet, Provider, Region];

    private static readonly FrozenSet<string> Moved = All.Select(name => Exported + name).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string label) => All.Contains(label);

    /// <summary>Whether a label's name is one that members know by another name.</summary>
    public static bool IsMoved(string label) => Moved.Contains(label);

    /// <summary>The name that a member's own label takes beside the portal's.</summary>
    public static string MovedName(string label, Func<string, bool> isTaken)
    {
        do
        {
            label = Exported + label;
        }
        while (isTaken(label));
        return label;
    }
}
