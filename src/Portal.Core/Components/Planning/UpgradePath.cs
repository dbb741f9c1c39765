using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Planning;

/// <summary>The versions that an upgrade goes through.</summary>
internal static class UpgradePath
{
    /// <summary>
    /// The fewest steps from <paramref name="from"/> to <paramref name="to"/>, of equally many those over the newest versions;
    /// null when there is no way.
    /// </summary>
    /// <param name="allowed">Whether the cluster can bear a version on the way.</param>
    public static IReadOnlyList<string>? Find(PlanComponent component, string from, string to, Func<string, bool> allowed)
    {
        var before = new Dictionary<string, string>();
        var open = new Queue<string>([from]);
        while (open.TryDequeue(out var here))
        {
            foreach (var next in component.Upgrade.Next(here, component.Versions).Where(
                next => !before.ContainsKey(next) && (next == to || (VersionRange.Compare(next, to) < 0 && allowed(next)))))
            {
                before[next] = here;
                if (next == to)
                {
                    return Trace(before, from, to);
                }

                open.Enqueue(next);
            }
        }

        return null;
    }

    private static List<string> Trace(Dictionary<string, string> before, string from, string to)
    {
        var steps = new List<string>();
        for (var version = to; version != from; version = before[version])
        {
            steps.Insert(0, version);
        }

        return steps;
    }
}
