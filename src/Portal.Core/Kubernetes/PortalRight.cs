using k8s.Models;

namespace Portal.Core.Kubernetes;

/// <summary>Why the portal needs a right.</summary>
public enum RightTier
{
    /// <summary>To read health, inventory and events, and to look after its own account.</summary>
    Base,

    /// <summary>To install what the catalogue holds.</summary>
    Components,
}

/// <summary>One rule of the portal's ClusterRole, with its reason.</summary>
public sealed record PortalRight(RightTier Tier, string Reason, V1PolicyRule Rule);
