using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Sources;

/// <summary>What one cluster answered to one question. Several may read it at once: nobody changes it.</summary>
/// <param name="Warnings">What its server remarked.</param>
public sealed record MemberAnswer(IReadOnlyList<Series> Series, IReadOnlyList<string> Warnings);
