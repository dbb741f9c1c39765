namespace Portal.Web.Clusters;

/// <summary>The tabs of a cluster's page; their names in lower case stand in the address.</summary>
public enum ClusterTab
{
    Overview,
    Nodes,
    Edge,
    Components,
    Operations,
    Events,
    Health,
    Edit,
}
