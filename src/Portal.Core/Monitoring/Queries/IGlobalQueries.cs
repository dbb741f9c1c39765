using Portal.Core.Access;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Queries;

/// <summary>Which clusters a question is for; without both, all.</summary>
public sealed record QueryScope(Guid? FleetId = null, IReadOnlyList<Guid>? ClusterIds = null)
{
    public static QueryScope All { get; } = new();
}

/// <summary>A question in PromQL to many clusters.</summary>
public sealed record GlobalQuery(string Expression, TimeGrid Grid, QueryScope Scope);

/// <summary>Asks the metrics of all clusters as if they were of one.</summary>
public interface IGlobalQueries
{
    /// <summary>
    /// The answer of those clusters that gave one, with what became of the others. Throws Invalid for an expression that is
    /// none or has no value, and for too many steps.
    /// </summary>
    Task<GlobalAnswer> QueryAsync(GlobalQuery query, Actor actor, CancellationToken cancellationToken);
}
