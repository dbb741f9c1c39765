using System.Text.Json;

namespace Portal.Core.Rollouts;

/// <summary>What a feature wants to be rolled out, as one parent operation.</summary>
/// <param name="Kind">The parent's kind, one of <see cref="Operations.OperationKinds"/>.</param>
/// <param name="Title">What is rolled out and where, at most 128 characters: "Volcano on 50 clusters".</param>
/// <param name="Id">Given when asking twice must not make two; else null.</param>
/// <param name="Changes">In an order in which each comes after what it needs; up to <see cref="MostChanges"/>. One without any ends at once.</param>
public sealed record RolloutRequest(
    string Kind, string Title, Guid? FleetId, IReadOnlyList<RequestedChange> Changes, RolloutSettings Settings, Guid? Id = null)
{
    public const int MostChanges = 2_000;
}

/// <param name="Needs">Indexes into <see cref="RolloutRequest.Changes"/>, smaller than its own.</param>
/// <param name="ProtectedValues">Encrypted as the feature reads them.</param>
public sealed record RequestedChange(
    Guid ClusterId,
    string ClusterName,
    string Subject,
    string Kind,
    IReadOnlyList<int> Needs,
    JsonDocument? Parameters,
    byte[]? ProtectedValues);
