namespace Portal.Core.Monitoring.Traces.Merging;

/// <summary>Makes one list of the spans that several stores have of a trace.</summary>
internal static class SpanMerge
{
    /// <summary>What OpenTelemetry calls the cluster in the resource of a process.</summary>
    private const string ClusterAttribute = "k8s.cluster.name";

    /// <summary>
    /// A span that is in several stores is there once, with all of them. A client and the server that it called may share an
    /// id, as in Zipkin: the same span is the same id of the same service and kind.
    /// </summary>
    /// <param name="parts">By the clusters that a store stands for.</param>
    /// <param name="known">The names of all clusters.</param>
    public static IReadOnlyList<TraceSpan> Merge(IEnumerable<(IReadOnlyList<string> Clusters, IReadOnlyList<TraceSpan> Spans)> parts, IReadOnlySet<string> known)
    {
        var merged = new Dictionary<(string, string, SpanKind), TraceSpan>();
        foreach (var (clusters, spans) in parts)
        {
            foreach (var span in spans)
            {
                var key = (span.Id, span.Service, span.Kind);
                merged[key] = merged.TryGetValue(key, out var before)
                    ? before with { Clusters = [.. before.Clusters.Union(clusters, StringComparer.Ordinal)], IsError = before.IsError || span.IsError, ParentId = before.ParentId ?? span.ParentId }
                    : span with { Clusters = clusters };
            }
        }

        return [.. merged.Values.Select(span => span with { Cluster = ClusterOf(span, known) })];
    }

    private static string ClusterOf(TraceSpan span, IReadOnlySet<string> known) =>
        span.Process.FirstOrDefault(tag => tag.Key == ClusterAttribute)?.Value is { } said && known.Contains(said) ? said : span.Clusters[0];
}
