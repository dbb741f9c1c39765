using Portal.Core.Access;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Engines;

/// <summary>The global engine of a fleet as people see it.</summary>
/// <param name="HasSecret">Whether a password or token is stored. It is never shown.</param>
/// <param name="ClusterValues">What the label says of clusters, by their names in the portal, where it is not that name.</param>
public sealed record GlobalEngineView(
    Guid FleetId, string FleetName, EngineKind Kind, string Address, MetricsAuthentication Authentication, string Username, bool HasSecret, string CertificateAuthority,
    string Tenant, string ClusterLabel, IReadOnlyDictionary<string, string> ClusterValues, DateTimeOffset UpdatedAt, string UpdatedBy, uint Version);

/// <summary>A fleet, and its global engine where it has one.</summary>
public sealed record FleetEngine(Guid FleetId, string FleetName, int Clusters, GlobalEngineView? Engine);

/// <summary>A global engine that a person gives.</summary>
/// <param name="Address">Where its query API begins: "https://mimir.example.com/prometheus".</param>
/// <param name="Secret">The password or token; null leaves a stored one as it is where the address stays the same.</param>
/// <param name="CertificateAuthority">PEM; empty for the system's roots.</param>
/// <param name="Tenant">Sent as X-Scope-OrgID; empty for none.</param>
/// <param name="ClusterLabel">The label by which its series tell their cluster.</param>
/// <param name="Version">The version that was read; null when there was none.</param>
public sealed record GlobalEngineRequest(
    EngineKind Kind, string Address, MetricsAuthentication Authentication = MetricsAuthentication.None, string Username = "", string? Secret = null,
    string CertificateAuthority = "", string Tenant = "", string ClusterLabel = GlobalEngine.DefaultLabel, uint? Version = null) : IEndpointRequest
{
    /// <summary>What the label says of clusters, by their names in the portal, where it is not that name.</summary>
    public IReadOnlyDictionary<string, string> ClusterValues { get; init; } = new Dictionary<string, string>();

    /// <summary>Without the secret: records print themselves.</summary>
    public override string ToString() => $"{nameof(GlobalEngineRequest)} {{ Kind = {Kind}, Address = {Address} }}";
}

/// <summary>What an engine said when it was asked which clusters it holds.</summary>
/// <param name="Fault">Why it gave no answer; null when it did.</param>
/// <param name="Held">The clusters of the fleet of which it has samples of now.</param>
/// <param name="NotHeld">Those of which it has none: they are asked directly.</param>
/// <param name="Lag">How old the newest sample of the cluster is whose newest is the oldest; null where there is none.</param>
public sealed record GlobalEngineCheck(MemberFaultKind? Fault, string Why, TimeSpan Took, IReadOnlyList<string> Held, IReadOnlyList<string> NotHeld, TimeSpan? Lag);

/// <summary>The global engines of fleets, given by people.</summary>
public interface IGlobalEngines
{
    /// <summary>All fleets by name, each with its engine where it has one.</summary>
    Task<IReadOnlyList<FleetEngine>> ListAsync(Actor actor, CancellationToken cancellationToken);

    Task<GlobalEngineView?> FindAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Stores what a person gave. Throws Invalid, NotFound, and Conflict when somebody changed it since.</summary>
    Task<GlobalEngineView> SetAsync(Guid fleetId, GlobalEngineRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Forgets it: the clusters of the fleet are asked directly.</summary>
    Task RemoveAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Asks it now which clusters of the fleet it holds.</summary>
    Task<GlobalEngineCheck> CheckAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken);
}
