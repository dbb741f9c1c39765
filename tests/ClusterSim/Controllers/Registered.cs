namespace ClusterSim.Controllers;

/// <summary>The controllers that every cluster runs.</summary>
internal static class Registered
{
    public static void All(ControllerLoop loop)
    {
        Definitions.Register(loop);
        Namespaces.Register(loop);
        Nodes.Register(loop);
        Accounts.Register(loop);
        Certificates.Register(loop);
        GarbageCollector.Register(loop);
        Deployments.Register(loop);
        ReplicaSets.Register(loop);
        StatefulSets.Register(loop);
        DaemonSets.Register(loop);
        Jobs.Register(loop);
        Networking.Register(loop);
        Kubelet.Register(loop);
        ResourceQuotas.Register(loop);
    }
}
