using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;
using Portal.Testing.Kubernetes;

namespace Portal.Benchmarks.Rollout;

/// <summary>One helm for each cluster, so many at a time, each until the component is ready.</summary>
internal static class HelmLoop
{
    private const string Release = "volcano";
    private const string Namespace = "volcano-system";

    public static Task<(double Seconds, Quantity Memory)> RunAsync(SimFleet fleet, IEnumerable<string> names, Uri charts, string version, int atOnce)
    {
        var home = Path.Combine(fleet.Folder, ".helm");
        return ShellLoop.RunAsync(names, atOnce,
            [
                KubernetesTools.Helm, "--kubeconfig", Path.Combine(fleet.Folder, "{}.kubeconfig"),
                "upgrade", Release, Release, "--install", "--repo", charts.ToString(), "--version", version, "--namespace", Namespace, "--create-namespace",
                "--wait", "--timeout", "10m",
            ],
            new Dictionary<string, string> { ["HELM_CACHE_HOME"] = home, ["HELM_CONFIG_HOME"] = home, ["HELM_DATA_HOME"] = home });
    }
}
