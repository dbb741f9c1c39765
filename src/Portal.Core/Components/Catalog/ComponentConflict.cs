namespace Portal.Core.Components.Catalog;

/// <summary>An entry that cannot be on the same cluster.</summary>
/// <param name="Why">A sentence.</param>
/// <param name="Versions">The range that does not go together, or null for every version.</param>
public sealed record ComponentConflict(string Name, string Why, string? Versions = null);

/// <summary>What only one can have in a cluster.</summary>
public sealed record ComponentClaims
{
    public IReadOnlyList<ClaimedPort> Ports { get; init; } = [];

    public IReadOnlyList<ClaimedObject> Objects { get; init; } = [];
}

/// <param name="Kind">Of the nodes by a pod (hostPort, host network), or of a service (nodePort).</param>
/// <param name="EnabledBy">The condition on the values under which it is taken; null for always.</param>
public sealed record ClaimedPort(int Port, PortKind Kind, string What, string Protocol = "TCP", string? EnabledBy = null);

public enum PortKind
{
    Host,
    Node,
}

/// <summary>An object whose name is fixed: somebody else's of that name is in the way.</summary>
/// <param name="Namespace">Null for a cluster-wide object.</param>
public sealed record ClaimedObject(string ApiVersion, string Kind, string Name, string? Namespace = null, string? EnabledBy = null);
