using System.Diagnostics;
using Portal.Benchmarks.Running;
using Portal.Testing.Kubernetes;

namespace Portal.Benchmarks.Sweep;

/// <summary>What somebody without a portal would run: one kubectl for each cluster, sixteen at a time.</summary>
internal static class KubectlLoop
{
    /// <summary>The seconds that the loop takes over these clusters. A dead one fails after five seconds, as in the portal.</summary>
    public static async Task<double> RunAsync(SimFleet fleet, IEnumerable<string> names)
    {
        var start = new ProcessStartInfo("xargs", ["-P16", "-I{}", KubernetesTools.Kubectl, "--kubeconfig", Path.Combine(fleet.Folder, "{}.kubeconfig"), "--request-timeout=5s", "get", "--raw=/readyz"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var begun = Stopwatch.GetTimestamp();
        using var xargs = Process.Start(start)!;
        var output = xargs.StandardOutput.ReadToEndAsync();
        var errors = xargs.StandardError.ReadToEndAsync();
        await xargs.StandardInput.WriteAsync(string.Join('\n', names));
        xargs.StandardInput.Close();
        await xargs.WaitForExitAsync();
        await Task.WhenAll(output, errors);
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
