namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>Makes one list of what several stores found: what they say of the same trace becomes one row.</summary>
internal static class TraceSummaries
{
    /// <param name="found">By the clusters that a store stands for.</param>
    public static IReadOnlyList<TraceSummary> Merge(IEnumerable<(IReadOnlyList<string> Clusters, IReadOnlyList<FoundTrace> Traces)> found) =>
    [
        .. found.SelectMany(part => part.Traces.Select(trace => (part.Clusters, Trace: trace)))
            .GroupBy(pair => pair.Trace.Id, StringComparer.Ordinal)
            .Select(same => Of([.. same.Select(pair => pair.Trace)], [.. same.SelectMany(pair => pair.Clusters).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))
            .OrderByDescending(trace => trace.Start).ThenBy(trace => trace.TraceId, StringComparer.Ordinal),
    ];

    private static TraceSummary Of(IReadOnlyList<FoundTrace> parts, IReadOnlyList<string> clusters)
    {
        var root = parts.Select(part => part.Root).OfType<TraceRoot>().MinBy(root => root.Start);
        var start = parts.Min(part => part.Start);
        var (spans, errors) = Count(parts);
        return new TraceSummary(
            parts[0].Id, root?.Service, root?.Operation, start, parts.Max(part => part.End) - start,
            [.. parts.SelectMany(part => part.Services).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], spans, errors, clusters);
    }

    /// <summary>Spans that were sent count once, wherever they were; of the others there are only numbers. What one store does not say is not known.</summary>
    private static (int? Spans, int? Errors) Count(IReadOnlyList<FoundTrace> parts)
    {
        if (parts.Any(part => part.Seen is null && part.Spans is null))
        {
            return (null, null);
        }

        var seen = new Dictionary<(string, string), bool>();
        foreach (var (span, isError) in parts.SelectMany(part => part.Seen ?? new Dictionary<(string, string), bool>()))
        {
            seen[span] = isError || seen.GetValueOrDefault(span);
        }

        var told = parts.Where(part => part.Seen is null).ToList();
        return (seen.Count + told.Sum(part => part.Spans), seen.Values.Count(isError => isError) + told.Sum(part => part.Errors));
    }
}
