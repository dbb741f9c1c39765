using Portal.Benchmarks.Running;
using Portal.Testing.Kubernetes;

namespace Portal.Benchmarks.Sweep;

/// <summary>One kubectl for each cluster, sixteen at a time.</summary>
internal static class KubectlLoop
{
    /// <summary>The seconds that the loop takes over these clusters. A dead one fails after five seconds, as in the portal.</summary>
    public static async Task<double> RunAsync(SimFleet fleet, IEnumerable<string> names) => (await ShellLoop.RunAsync(names, 16,
        [KubernetesTools.Kubectl, "--kubeconfig", Path.Combine(fleet.Folder, "{}.kubeconfig"), "--request-timeout=5s", "get", "--raw=/readyz"], mayFail: true)).Seconds;
}
