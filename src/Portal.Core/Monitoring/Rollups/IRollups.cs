using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Rollups;

/// <summary>A question about what was kept of a figure.</summary>
/// <param name="Query">A name of <see cref="RollupCatalogue"/>.</param>
/// <param name="Cluster">One cluster by name, also one that is gone; null for all.</param>
/// <param name="ByParts">Its parts instead of the whole.</param>
public sealed record RollupQuestion(string Query, TimeGrid Grid, string? Cluster = null, bool ByParts = false);

/// <summary>What was kept of a figure.</summary>
/// <param name="Grid">As asked for, or of whole hours where samples are not kept any more.</param>
/// <param name="Series">By the label "cluster", and that of the parts where these were asked for. A step without a value is a gap.</param>
/// <param name="Coverage">The clusters of today: whether each is known up to the end of the grid, or to now.</param>
/// <param name="Since">The first time that something is known of; null when nothing is.</param>
/// <param name="IsHourly">Whether it was put together of the rows of hours.</param>
public sealed record RollupAnswer(TimeGrid Grid, IReadOnlyList<Series> Series, Coverage Coverage, DateTimeOffset? Since, bool IsHourly);

/// <summary>The metrics of clusters that the portal keeps itself: they are there at once, and outlive a cluster.</summary>
public interface IRollups
{
    /// <summary>A value of a step is the average of what was known since the step before. Throws Invalid for a figure that is not kept, and for too many steps.</summary>
    Task<RollupAnswer> ReadAsync(RollupQuestion question, Actor actor, CancellationToken cancellationToken);
}
