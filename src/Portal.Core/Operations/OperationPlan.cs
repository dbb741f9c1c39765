using System.Text.Json;

namespace Portal.Core.Operations;

/// <summary>What a feature service asks for: an operation that is not a row yet.</summary>
/// <param name="Kind">One of <see cref="OperationKinds"/>.</param>
/// <param name="Parameters">Serialised to JSON; never holds a secret.</param>
public sealed record OperationPlan(
    string Kind,
    Guid ClusterId,
    string ClusterName,
    Guid? FleetId,
    IReadOnlyList<StepPlan> Steps,
    TimeSpan TimeLimit,
    string? Component = null,
    JsonDocument? Parameters = null)
{
    /// <summary>The target key of everything that changes a cluster.</summary>
    public static string ClusterTarget(Guid clusterId) => $"cluster/{clusterId}";
}
