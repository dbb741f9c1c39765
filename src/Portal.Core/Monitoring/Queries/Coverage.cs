using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Queries;

/// <summary>What became of one cluster in an answer.</summary>
public enum MemberPart
{
    /// <summary>Its part is in the answer.</summary>
    Answered,

    /// <summary>The question's matchers leave it out.</summary>
    NotAsked,

    /// <summary>Its part is missing.</summary>
    Missing,
}

/// <summary>What became of one cluster in an answer.</summary>
/// <param name="Fault">Why its part is missing.</param>
/// <param name="Why">The same in words.</param>
/// <param name="Took">From the question to the end of its answer.</param>
public sealed record MemberCoverage(QueryMember Member, MemberPart Part, MemberFaultKind? Fault, string? Why, TimeSpan Took)
{
    /// <summary>Whether the global engine of its fleet answered for it.</summary>
    public bool IsByEngine { get; init; }
}

/// <summary>Of which clusters an answer tells: no figure is without it.</summary>
public sealed record Coverage(IReadOnlyList<MemberCoverage> Members)
{
    /// <summary>The clusters whose series count for the answer.</summary>
    public int Asked { get; } = Members.Count(member => member.Part != MemberPart.NotAsked);

    public int Answered { get; } = Members.Count(member => member.Part == MemberPart.Answered);

    public bool IsComplete => Answered == Asked;

    public IEnumerable<MemberCoverage> Missing => Members.Where(member => member.Part == MemberPart.Missing);
}
