namespace Portal.Core.Components.Systems;

/// <summary>A cluster in a system.</summary>
/// <param name="Role">One of the roles of the system's catalogue entry.</param>
/// <param name="Network">Clusters of one network reach each other's pods directly; the cluster's name where nothing else is said.</param>
public sealed record SystemMember(Guid ClusterId, string ClusterName, string FleetName, string Role, string Network);
