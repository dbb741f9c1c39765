namespace Portal.Core.Monitoring.Traces.Merging;

/// <summary>Puts each span behind the one that caused it.</summary>
internal static class SpanTree
{
    /// <summary>In order of time among those of one parent; those without one come in order of time as well.</summary>
    public static IReadOnlyList<TraceRow> Arrange(IReadOnlyList<TraceSpan> spans)
    {
        var ordered = spans.OrderBy(span => span.Start).ThenBy(span => span.Id, StringComparer.Ordinal).ThenBy(span => span.Kind != SpanKind.Client).ToList();
        var byId = ordered.ToLookup(span => span.Id, StringComparer.Ordinal);
        var parents = ordered.Select(span => Parent(span, byId)).ToList();
        var children = new Dictionary<TraceSpan, List<int>>(ReferenceEqualityComparer.Instance);
        var roots = new List<int>();
        for (var i = 0; i < ordered.Count; i++)
        {
            if (parents[i] is not { } parent)
            {
                roots.Add(i);
            }
            else if (children.TryGetValue(parent, out var siblings))
            {
                siblings.Add(i);
            }
            else
            {
                children[parent] = [i];
            }
        }

        var rows = new List<TraceRow>(ordered.Count);
        var isPlaced = new bool[ordered.Count];
        foreach (var root in roots)
        {
            Place(root);
        }

        // Spans that name each other as their parents hang on nothing: the first of each circle is taken for its beginning.
        for (var i = 0; i < ordered.Count; i++)
        {
            if (!isPlaced[i])
            {
                Place(i);
            }
        }

        return rows;

        // Without recursion: a trace may be as deep as it has spans.
        void Place(int root)
        {
            var open = new Stack<(int Row, Queue<int> Left)>();
            Begin(root, 0, null);
            while (open.Count > 0)
            {
                var (row, left) = open.Peek();
                if (left.TryDequeue(out var child))
                {
                    if (!isPlaced[child])
                    {
                        Begin(child, open.Count, rows[row].Span);
                    }
                }
                else
                {
                    open.Pop();
                    rows[row] = rows[row] with { Below = rows.Count - row - 1 };
                }
            }

            void Begin(int at, int depth, TraceSpan? parent)
            {
                isPlaced[at] = true;
                var mine = children.TryGetValue(ordered[at], out var list) ? list.Where(child => !isPlaced[child]).ToList() : [];
                rows.Add(new TraceRow(ordered[at], depth, 0, mine.Count)
                {
                    IsOrphan = parent is null && ordered[at].ParentId is not null,
                    Outside = parent is null ? TimeSpan.Zero : Clocks.Outside(parent, ordered[at]),
                });
                open.Push((rows.Count - 1, new Queue<int>(mine)));
            }
        }
    }

    /// <summary>Where a client and a server share an id, the server is below the client, and what either caused is below the server.</summary>
    private static TraceSpan? Parent(TraceSpan span, ILookup<string, TraceSpan> byId)
    {
        if (span.Kind == SpanKind.Server && byId[span.Id].FirstOrDefault(other => other.Kind == SpanKind.Client) is { } client)
        {
            return client;
        }

        if (span.ParentId is not { } id || id == span.Id)
        {
            return null;
        }

        var candidates = byId[id];
        return candidates.FirstOrDefault(other => other.Kind == SpanKind.Server) ?? candidates.FirstOrDefault();
    }
}
