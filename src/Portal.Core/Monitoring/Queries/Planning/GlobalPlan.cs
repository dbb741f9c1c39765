using System.Collections.Immutable;
using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Monitoring.Queries.Planning;

/// <summary>How a question about many clusters is answered.</summary>
public enum PlanKind
{
    /// <summary>No cluster needs to be asked.</summary>
    Constant,

    /// <summary>Each cluster answers; the series stand side by side.</summary>
    BySeries,

    /// <summary>Each cluster aggregates; the aggregates are merged exactly.</summary>
    Merged,

    /// <summary>The portal computes the rest from merged answers.</summary>
    Computed,

    /// <summary>It cannot be merged: each cluster answers the whole question for itself.</summary>
    PerCluster,

    /// <summary>The global engine of the fleet answers the question as a whole.</summary>
    ByEngine,
}

/// <summary>What is asked of each cluster, and what becomes of the answers.</summary>
/// <param name="Root">What the portal evaluates: a tree whose leaves are pushed queries and constants.</param>
/// <param name="Why">Why the question as a whole cannot be answered; null when it can.</param>
public sealed record GlobalPlan(PlanKind Kind, PromqlExpression Root, PromqlType Type, string? Why = null)
{
    /// <summary>Whether the answer is that of one server that held the series of all clusters.</summary>
    public bool IsExact => Why is null;

    public ImmutableArray<PushedQuery> Leaves { get; } = [.. Root.Walk().OfType<PushedQuery>().Distinct(ReferenceEqualityComparer.Instance).Cast<PushedQuery>()];

    /// <summary>How it is answered, in words.</summary>
    public string How => MergeWords.How(Kind);
}
