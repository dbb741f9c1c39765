namespace Portal.Core.Monitoring.Topology;

/// <summary>
/// Writes a graph as a tree, each server once with all below it; where it is met again it is only named. Goes down without
/// recursion, so that no depth is too much, and a circle ends where it closes.
/// </summary>
internal static class TreeRows
{
    public static IReadOnlyList<TreeRow> Of(IReadOnlyList<TreeServer> servers, IReadOnlyList<TreeLink> links)
    {
        var byKey = servers.ToDictionary(server => server.Key, StringComparer.Ordinal);
        var below = links.OrderBy(link => byKey[link.Below].Name, StringComparer.Ordinal).ThenBy(link => link.Kind).ToLookup(link => link.Above, StringComparer.Ordinal);
        var gathered = links.Where(link => link.Above != link.Below).Select(link => link.Below).ToHashSet(StringComparer.Ordinal);
        var rows = new List<TreeRow>();
        var shown = new HashSet<string>(StringComparer.Ordinal);

        // Those of whom nobody gathers are the tops; who is left after them stands in circles alone.
        var ordered = servers.OrderBy(server => !below[server.Key].Any()).ThenBy(server => server.Name, StringComparer.Ordinal).ToList();
        foreach (var top in ordered.Where(server => !gathered.Contains(server.Key)).Concat(ordered.Where(server => gathered.Contains(server.Key))))
        {
            if (!shown.Contains(top.Key))
            {
                GoDown(top);
            }
        }

        return rows;

        void GoDown(TreeServer top)
        {
            var path = new HashSet<string>(StringComparer.Ordinal);
            var open = new Stack<(TreeServer Server, int Depth, TreeLink? Link, bool IsLeft)>();
            open.Push((top, 0, null, false));
            while (open.TryPop(out var next))
            {
                if (next.IsLeft)
                {
                    path.Remove(next.Server.Key);
                    continue;
                }

                var isRepeated = !shown.Add(next.Server.Key);
                rows.Add(new TreeRow(next.Server, next.Depth, next.Link, isRepeated, path.Contains(next.Server.Key)));
                if (isRepeated)
                {
                    continue;
                }

                path.Add(next.Server.Key);
                open.Push(next with { IsLeft = true });
                foreach (var link in below[next.Server.Key].Reverse())
                {
                    open.Push((byKey[link.Below], next.Depth + 1, link, false));
                }
            }
        }
    }
}
