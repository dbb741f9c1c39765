using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Sources;

namespace Portal.Jobs.Monitoring;

/// <summary>What one query of one cluster came to.</summary>
/// <param name="From">How far it was known before; null for not at all. What was written since makes this one void.</param>
/// <param name="To">How far it is known now; as <paramref name="From"/> where there was no answer.</param>
/// <param name="Parts">Series by part; the empty text names the whole.</param>
internal sealed record RollupResult(
    string Query, DateTimeOffset? From, DateTimeOffset? To, TimeGrid Grid, IReadOnlyList<(string Part, double[] Values)> Parts, MemberFaultKind? Fault, string Why);
