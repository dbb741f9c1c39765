using System.Text.Json;

namespace Portal.Core.Operations;

/// <summary>What a feature service asks for: an operation that is not a row yet.</summary>
/// <param name="Kind">One of <see cref="OperationKinds"/>.</param>
/// <param name="ClusterId">The cluster that it changes; null for one that changes the portal itself.</param>
/// <param name="TargetName">The cluster's name, or what of the portal is changed.</param>
/// <param name="Parameters">Serialised to JSON; never holds a secret.</param>
/// <param name="Id">Given when asking twice must not make two; else null.</param>
public sealed record OperationPlan(
    string Kind,
    Guid? ClusterId,
    string TargetName,
    Guid? FleetId,
    IReadOnlyList<StepPlan> Steps,
    TimeSpan TimeLimit,
    string? Component = null,
    JsonDocument? Parameters = null,
    Guid? Id = null)
{
    /// <summary>What must not be changed by two operations at once.</summary>
    public string TargetKey => ClusterId is { } cluster ? ClusterTarget(cluster) : $"portal/{TargetName}";

    /// <summary>An operation on the portal itself.</summary>
    public static OperationPlan OfPortal(string kind, string targetName, IReadOnlyList<StepPlan> steps, TimeSpan timeLimit) =>
        new(kind, null, targetName, null, steps, timeLimit);

    /// <summary>The target key of everything that changes a cluster.</summary>
    public static string ClusterTarget(Guid clusterId) => $"cluster/{clusterId}";
}
