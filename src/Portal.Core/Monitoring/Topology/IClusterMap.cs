using Portal.Core.Access;

namespace Portal.Core.Monitoring.Topology;

/// <summary>What is opened of a map of many clusters.</summary>
/// <param name="Fleet">The fleet whose clusters are shown one by one; null for none.</param>
/// <param name="Region">Of a fleet with many clusters, the region that is shown.</param>
public sealed record MapQuestion(string? Fleet = null, string? Region = null);

/// <summary>The clusters, and what ties them together: meshes, tunnels, control planes and edge nodes.</summary>
public interface IClusterMap
{
    /// <summary>
    /// The clusters as the portal last saw them, and the links of installed systems. Bounded: above <see cref="MapPlaces.Most"/>
    /// clusters, fleets stand for theirs, and one of them can be opened. Throws NotFound for a fleet or region that has no cluster.
    /// </summary>
    Task<ClusterMap> ReadAsync(MapQuestion question, Actor actor, CancellationToken cancellationToken);
}
