namespace Portal.Core.Components.Catalog;

/// <summary>What a cluster is to a component that is put there.</summary>
public enum ComponentScope
{
    /// <summary>Any cluster.</summary>
    Cluster,

    /// <summary>The cluster that carries a control plane for the others.</summary>
    Host,

    /// <summary>The one of several equals that leads.</summary>
    Primary,

    /// <summary>A cluster that a primary leads.</summary>
    Remote,

    /// <summary>A cluster that a host serves.</summary>
    Member,

    /// <summary>Nodes far from their control plane.</summary>
    Edge,
}
