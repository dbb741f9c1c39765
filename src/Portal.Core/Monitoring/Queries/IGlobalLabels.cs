using Portal.Core.Access;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Queries;

/// <summary>A question about which series there are.</summary>
/// <param name="Selectors">Series selectors of PromQL; none for all series, where that is allowed.</param>
/// <param name="Start">In milliseconds since 1970, or null for as far back as there is something.</param>
/// <param name="Limit">At most so many answers; 0 for as many as the portal's limits allow.</param>
public sealed record LabelQuery(IReadOnlyList<string> Selectors, long? Start, long? End, int Limit, QueryScope Scope);

/// <summary>What clusters said, each thing once.</summary>
/// <param name="IsCut">Whether there are more than the limit.</param>
public sealed record GlobalList<T>(IReadOnlyList<T> Items, bool IsCut, Coverage Coverage)
{
    /// <summary>What else is to be known of it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Which series, labels and values the clusters have, with the portal's labels among them.</summary>
public interface IGlobalLabels
{
    /// <summary>The names of labels, in order.</summary>
    Task<GlobalList<string>> NamesAsync(LabelQuery query, Actor actor, CancellationToken cancellationToken);

    /// <summary>The values of a label, in order. Those of the portal's own labels need no cluster's answer.</summary>
    Task<GlobalList<string>> ValuesAsync(string label, LabelQuery query, Actor actor, CancellationToken cancellationToken);

    /// <summary>The series that match. Throws Invalid without a selector.</summary>
    Task<GlobalList<LabelSet>> SeriesAsync(LabelQuery query, Actor actor, CancellationToken cancellationToken);
}
