namespace ClusterSim.Controllers;

/// <summary>The controllers that every cluster runs.</summary>
internal static class Registered
{
    public static void All(ControllerLoop loop)
    {
        Definitions.Register(loop);
    }
}
