using ClusterSim.Access;

namespace ClusterSim.Writing;

/// <summary>On whose behalf, and how, an object is written.</summary>
public sealed record WriteOptions(User User, string Manager, bool DryRun = false, string Subresource = "")
{
    /// <summary>Fields are noted already, as server-side apply does itself.</summary>
    public bool FieldsNoted { get; init; }

    /// <summary>The controllers inside the cluster.</summary>
    public static readonly WriteOptions Controller = new(User.ControllerManager, "kube-controller-manager");

    public static readonly WriteOptions ControllerStatus = Controller with { Subresource = "status" };

    public static readonly WriteOptions Kubelet = new(User.ControllerManager, "kubelet", Subresource: "status");
}

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions(string? Propagation = null, long? GraceSeconds = null, string? Uid = null, string? ResourceVersion = null);
