using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Jobs.Clusters.Health;

/// <summary>A result as the batch statement reads it: property names in snake case are its columns.</summary>
internal sealed record HealthRow(
    Guid Id,
    Guid EventId,
    string FromState,
    string State,
    string? CandidateState,
    int Failures,
    string? Reason,
    bool Answered,
    DateTimeOffset CheckedAt,
    DateTimeOffset NextCheckAt,
    int? Latency,
    string? Version,
    int? Nodes,
    int? NodesReady,
    long? CpuCapacity,
    long? CpuAllocatable,
    long? CpuRequested,
    long? MemoryCapacity,
    long? MemoryAllocatable,
    long? MemoryRequested,
    int? PodCapacity,
    int? Pods,
    JsonElement? NodeList,
    JsonElement? Conditions)
{
    private const int MaxReason = 2000;

    public static HealthRow From(HealthResult result)
    {
        var (claim, seen) = (result.Claim, result.Observation);

        // The reason belongs to the state that is shown: a candidate's is written when it is believed.
        var reason = seen.State == result.Standing.State ? seen.Reason : null;
        return new HealthRow(
            claim.ClusterId,
            Guid.CreateVersion7(),
            claim.Standing.State.ToString(),
            result.Standing.State.ToString(),
            result.Standing.Candidate?.ToString(),
            result.Standing.Failures,
            reason?.Length > MaxReason ? reason[..MaxReason] : reason,
            seen.Answered,
            result.At,
            result.NextCheckAt,
            seen.Latency,
            seen.Version is { Length: > 64 } version ? version[..64] : seen.Version,
            seen.Totals?.Nodes,
            seen.Totals?.Ready,
            seen.Totals?.CpuCapacity,
            seen.Totals?.CpuAllocatable,
            seen.Figures?.CpuRequested,
            seen.Totals?.MemoryCapacity,
            seen.Totals?.MemoryAllocatable,
            seen.Figures?.MemoryRequested,
            seen.Totals?.PodCapacity,
            seen.Figures?.Pods,
            seen.Figures is null ? null : JsonSerializer.SerializeToElement(seen.Figures.Nodes),
            seen.Figures is null ? null : JsonSerializer.SerializeToElement(Keep(claim.Conditions, seen.Figures.Conditions)));
    }

    // A condition that still says the same has held since it began to.
    private static IEnumerable<ClusterCondition> Keep(IReadOnlyList<ClusterCondition> before, IReadOnlyList<ClusterCondition> now) =>
        now.Select(condition => before.FirstOrDefault(old => old.Type == condition.Type && old.Status == condition.Status) is { } same
            ? condition with { LastTransitionAt = same.LastTransitionAt }
            : condition);
}
