using System.Collections.Immutable;
using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Monitoring.Queries.Planning;

/// <summary>How the answers of clusters to one query become one answer.</summary>
public enum MergeRule
{
    /// <summary>Each cluster's series stand beside those of the others.</summary>
    Union,
    Sum,
    Min,
    Max,

    /// <summary>One where any cluster has one.</summary>
    Group,
}

/// <summary>A part of an expression that each cluster answers by itself. It stands in the tree for the merged answer.</summary>
/// <param name="Query">What is asked, still with the matchers on the portal's labels that choose clusters.</param>
/// <param name="Attached">The portal's labels that each series of the answer gets.</param>
public sealed record PushedQuery(PromqlExpression Query, MergeRule Merge, ImmutableHashSet<string> Attached) : PromqlExpression
{
    public override PromqlType Type => PromqlType.InstantVector;

    public override IEnumerable<PromqlExpression> Children => [];

    /// <summary>What this cluster is asked, or null when its answer is known to be empty.</summary>
    public string? TextFor(QueryMember member) => MemberRewrite.For(Query, member);
}

/// <summary>What <c>absent()</c> yields where the presence it asks for is nowhere.</summary>
/// <param name="Presence">Yields something where there is something.</param>
public sealed record Absence(PromqlExpression Presence, ImmutableSortedDictionary<string, string> Labels) : PromqlExpression
{
    public override PromqlType Type => PromqlType.InstantVector;

    public override IEnumerable<PromqlExpression> Children => [Presence];
}
