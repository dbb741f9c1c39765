using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Promql;

/// <summary>How many series of one side meet how many of the other.</summary>
public enum MatchCardinality
{
    OneToOne,

    /// <summary><c>group_left</c>.</summary>
    ManyToOne,

    /// <summary><c>group_right</c>.</summary>
    OneToMany,

    /// <summary>The set operators.</summary>
    ManyToMany,
}

/// <summary>How the series of two vectors find each other.</summary>
/// <param name="On">True: by these labels alone; false: by all labels but these.</param>
/// <param name="Include">The labels that the many take from the one.</param>
/// <param name="FillLeft">The value (experimental) that stands for a series that is missing on the left.</param>
public sealed record VectorMatching(
    bool On, ImmutableArray<string> Labels, MatchCardinality Cardinality, ImmutableArray<string> Include, double? FillLeft = null, double? FillRight = null)
{
    public static VectorMatching Default { get; } = new(false, [], MatchCardinality.OneToOne, []);
}
