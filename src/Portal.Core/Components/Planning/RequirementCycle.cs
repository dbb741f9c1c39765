namespace Portal.Core.Components.Planning;

/// <summary>Finds circles among things that need each other.</summary>
internal static class RequirementCycle
{
    /// <summary>
    /// At least one circle of each tangle, as a path whose last thing needs its first; none when there is an order.
    /// Without recursion: the depth is somebody else's data.
    /// </summary>
    /// <param name="nodes">In an order that decides which circle of a tangle is found.</param>
    public static IEnumerable<IReadOnlyList<T>> Find<T>(IEnumerable<T> nodes, Func<T, IEnumerable<T>> needs)
        where T : notnull
    {
        var done = new HashSet<T>();
        foreach (var root in nodes.Where(node => !done.Contains(node)))
        {
            var path = new List<T> { root };
            var open = new Stack<IEnumerator<T>>([needs(root).GetEnumerator()]);
            while (open.TryPeek(out var next))
            {
                if (!next.MoveNext())
                {
                    open.Pop();
                    done.Add(path[^1]);
                    path.RemoveAt(path.Count - 1);
                }
                else if (path.IndexOf(next.Current) is var at and >= 0)
                {
                    yield return path[at..];
                }
                else if (!done.Contains(next.Current))
                {
                    path.Add(next.Current);
                    open.Push(needs(next.Current).GetEnumerator());
                }
            }
        }
    }
}
