using System.Text;
using ClusterSim.Hosting;
using k8s;

namespace Portal.EndToEndTests.Browser;

/// <summary>The way to a simulated cluster that goes past the portal.</summary>
internal static class SimAdmin
{
    public static k8s.Kubernetes AdminOf(this SimHost sim, string cluster)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(sim.Kubeconfig(cluster)));
        return new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(file));
    }
}
