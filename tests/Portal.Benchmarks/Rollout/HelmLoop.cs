using System.Diagnostics;
using System.Globalization;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;
using Portal.Testing.Kubernetes;

namespace Portal.Benchmarks.Rollout;

/// <summary>What somebody without a portal would run: one helm for each cluster, so many at a time, each until the component is ready.</summary>
internal static class HelmLoop
{
    private const string Release = "volcano";
    private const string Namespace = "volcano-system";

    public static async Task<(double Seconds, Quantity Memory)> RunAsync(SimFleet fleet, IEnumerable<string> names, Uri charts, string version, int atOnce)
    {
        var start = new ProcessStartInfo(
            "xargs",
            [
                "-P", atOnce.ToString(CultureInfo.InvariantCulture), "-I{}", KubernetesTools.Helm, "--kubeconfig", Path.Combine(fleet.Folder, "{}.kubeconfig"),
                "upgrade", Release, Release, "--install", "--repo", charts.ToString(), "--version", version, "--namespace", Namespace, "--create-namespace",
                "--wait", "--timeout", "10m",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"])
        {
            start.Environment[name] = Path.Combine(fleet.Folder, ".helm");
        }

        var begun = Stopwatch.GetTimestamp();
        using var xargs = Process.Start(start)!;
        await using var memory = TreeMemory.Watch(xargs.Id);
        var output = xargs.StandardOutput.ReadToEndAsync();
        var errors = xargs.StandardError.ReadToEndAsync();
        await xargs.StandardInput.WriteAsync(string.Join('\n', names));
        xargs.StandardInput.Close();
        await xargs.WaitForExitAsync();
        await output;
        return xargs.ExitCode == 0
            ? (Stopwatch.GetElapsedTime(begun).TotalSeconds, memory.Peak)
            : throw new InvalidOperationException($"The loop of helm failed: {await errors}");
    }
}
