using Portal.Core.Kubernetes;

namespace Portal.Core.Components.Helm;

/// <summary>
/// Runs helm as a child process with nothing of this process's environment but what it needs to find charts. It reaches the
/// cluster through an <see cref="EgressTunnel"/> of its own.
/// </summary>
public sealed class HelmProcess(HelmTool tool, EgressGuard egress, TimeProvider clock)
{
    private readonly ToolProcess _process = new(clock);

    /// <param name="cluster">Null for calls that reach no cluster.</param>
    /// <param name="line">Told each line as it is written, from either stream; may be null.</param>
    /// <param name="timeLimit">After it the process is stopped and a problem thrown.</param>
    public async Task<HelmOutcome> RunAsync(
        IReadOnlyList<string> arguments, HelmWorkspace workspace, ClusterAccess? cluster, Action<string>? line, TimeSpan timeLimit,
        CancellationToken cancellationToken)
    {
        var helm = await tool.LocateAsync(cancellationToken);
        await using var tunnel = cluster is null ? null : EgressTunnel.Open(egress, cluster.ApiServer, clock);
        var environment = Environment(workspace);
        if (tunnel is not null)
        {
            Lead(environment, tunnel.Address);
            environment["KUBECONFIG"] = await workspace.WriteAsync("kubeconfig", HelmKubeconfig.Write(cluster!, tunnel.Host), cancellationToken);
        }

        var place = cluster is null ? "" : $" on {cluster.ClusterName}";
        var outcome = await _process.RunAsync(new ToolCall("helm", helm, arguments, workspace, environment, line, timeLimit, place), cancellationToken);
        if (!outcome.Succeeded && tunnel?.Fault is { } fault)
        {
            // helm knows only that its proxy said no.
            throw KubernetesFaults.Describe(fault, cluster!.ClusterName);
        }

        return outcome;
    }

    /// <summary>Where helm keeps what it keeps: within the folder of one call.</summary>
    public static Dictionary<string, string?> Environment(HelmWorkspace workspace) => new()
    {
        ["HELM_CACHE_HOME"] = Path.Combine(workspace.Folder, "cache"),
        ["HELM_CONFIG_HOME"] = Path.Combine(workspace.Folder, "config"),
        ["HELM_DATA_HOME"] = Path.Combine(workspace.Folder, "data"),
        ["HELM_PLUGINS"] = Path.Combine(workspace.Folder, "plugins"),
    };

    /// <summary>A call that reaches a cluster reaches nothing else: whatever proxy the portal itself has is not asked.</summary>
    private static void Lead(Dictionary<string, string?> environment, Uri tunnel)
    {
        foreach (var name in ToolProcess.Proxies)
        {
            environment[name] = null;
        }

        environment["HTTPS_PROXY"] = tunnel.AbsoluteUri.TrimEnd('/');
    }
}
