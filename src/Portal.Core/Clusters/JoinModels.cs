namespace Portal.Core.Clusters;

/// <summary>What a person says of a cluster.</summary>
/// <param name="Name">A DNS label of at most 48 characters.</param>
public sealed record ClusterDescription(
    string Name,
    Guid FleetId,
    ClusterKind Kind,
    string Provider,
    string Region,
    string Zone,
    IReadOnlyDictionary<string, string> Labels);

/// <summary>A join by kubeconfig. Holds a credential: never logged, never serialised.</summary>
public sealed class JoinRequest
{
    public required ClusterDescription Description { get; init; }

    public required string Kubeconfig { get; init; }

    public required string Context { get; init; }
}

/// <summary>A context of a kubeconfig that passed screening, or the reason why it did not.</summary>
/// <param name="Problem">Null when it can be used.</param>
public sealed record KubeconfigContext(string Name, string Server, string User, bool IsCurrent, string? Problem);

/// <summary>The result of all pre-flight checks.</summary>
/// <param name="SuggestedProvider">Read from the nodes (providerID and topology labels); empty when they do not say.</param>
public sealed record PreflightReport(
    IReadOnlyList<PreflightCheck> Checks,
    string KubernetesVersion,
    int? Nodes,
    string SuggestedProvider,
    string SuggestedRegion,
    string SuggestedZone)
{
    public bool Passed => Checks.All(check => check.Outcome != CheckOutcome.Failed);
}

/// <param name="Name">reachable, tls, version, permissions, clock, name or identity.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do; empty when it passed.</param>
public sealed record PreflightCheck(string Name, CheckOutcome Outcome, string Detail, string Remedy);

public enum CheckOutcome
{
    Passed,
    Warning,
    Failed,

    /// <summary>Not run, because a check that it needs failed.</summary>
    Skipped,
}

/// <summary>A join that has begun.</summary>
public sealed record JoinStarted(Guid ClusterId, Guid OperationId, string ClusterName);

/// <summary>A join command, shown once.</summary>
public sealed record JoinCommand(Guid ClusterId, string Command, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the command: it carries the token.</summary>
    public override string ToString() => $"JoinCommand {{ ClusterId = {ClusterId} }}";
}

/// <summary>What the join script sends. Holds a token: never logged.</summary>
public sealed class JoinCompletion
{
    public required string ApiServer { get; init; }

    /// <summary>PEM, base64.</summary>
    public required string CertificateAuthority { get; init; }

    /// <summary>The kubeconfig's tls-server-name; null or empty when it has none.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The token of the ServiceAccount that the script made.</summary>
    public required string Token { get; init; }
}
