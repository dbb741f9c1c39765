using System.Collections;
using System.Text;
using CliWrap;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Components.Helm;

/// <summary>
/// Runs helm as a child process with nothing of this process's environment but what it needs to find charts. It reaches the
/// cluster through an <see cref="EgressTunnel"/> of its own.
/// </summary>
public sealed class HelmProcess(HelmTool tool, EgressGuard egress, TimeProvider clock)
{
    private const int MostOutput = 8 * 1024 * 1024;
    private const int KeptErrors = 60;

    /// <summary>After a polite request to stop, helm has this long to mark its release as failed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private static readonly string[] Proxies = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];
    private static readonly string[] Inherited = ["PATH", "LANG", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", .. Proxies];

    // helm must not outlive the worker that started it, however that ends: the worker holds the other end of this
    // script's standard input, and the kernel closes it. helm would go on otherwise, beside the worker that resumes, and
    // its folder with the values would stay. One that does not stop on request is ended before the lease is over.
    private const string Guard = """
        exec 3<&0
        "$@" </dev/null 3<&- & child=$!
        trap 'kill -TERM $child 2>/dev/null' INT TERM
        (cat <&3; touch "$HOME/orphaned"; kill -TERM $child; sleep 5; kill -KILL $child) >/dev/null 2>&1 & guard=$!
        wait $child; code=$?
        while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
        kill -KILL $guard 2>/dev/null
        if [ -e "$HOME/orphaned" ]; then rm -rf "$HOME"; fi
        exit $code
        """;

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

        var output = new StringBuilder();
        var errors = new Queue<string>();
        using var deadline = new CancellationTokenSource(timeLimit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var kill = new CancellationTokenSource();
        await using var killLater = stop.Token.Register(() => kill.CancelAfter(Grace));
        try
        {
            var result = await Cli.Wrap("/bin/sh")
                .WithArguments(["-c", Guard, "helm", helm, .. arguments])
                .WithEnvironmentVariables(environment)
                .WithWorkingDirectory(workspace.Folder)
                .WithStandardInputPipe(PipeSource.Create(async (_, ended) => await Task.Delay(Timeout.Infinite, ended)))
                .WithStandardOutputPipe(PipeTarget.ToDelegate(text =>
                {
                    if (output.Length < MostOutput)
                    {
                        output.AppendLine(text);
                    }

                    line?.Invoke(text);
                }))
                .WithStandardErrorPipe(PipeTarget.ToDelegate(text =>
                {
                    errors.Enqueue(text);
                    if (errors.Count > KeptErrors)
                    {
                        errors.Dequeue();
                    }

                    line?.Invoke(text);
                }))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(kill.Token, stop.Token);
            stop.Token.ThrowIfCancellationRequested();
            if (result.ExitCode != 0 && tunnel?.Fault is { } fault)
            {
                // helm knows only that its proxy said no.
                throw KubernetesFaults.Describe(fault, cluster!.ClusterName);
            }

            return new HelmOutcome(result.ExitCode, output.ToString(), [.. errors]);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            var place = cluster is null ? "" : $" on {cluster.ClusterName}";
            throw ProblemException.Refused($"helm {arguments[0]}{place} took too long", $"It was stopped after {timeLimit.TotalMinutes:0.#} minutes.",
                "Look at the log for what it was waiting for, mend that, and retry.", error);
        }
    }

    /// <summary>A call that reaches a cluster reaches nothing else: whatever proxy the portal itself has is not asked.</summary>
    private static void Lead(Dictionary<string, string?> environment, Uri tunnel)
    {
        foreach (var name in Proxies)
        {
            environment[name] = null;
        }

        environment["HTTPS_PROXY"] = tunnel.AbsoluteUri.TrimEnd('/');
    }

    private static Dictionary<string, string?> Environment(HelmWorkspace workspace)
    {
        var environment = new Dictionary<string, string?>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            environment[name] = Inherited.Contains(name) ? (string?)variable.Value : null;
        }

        environment["HOME"] = workspace.Folder;
        environment["TMPDIR"] = workspace.Folder;
        environment["HELM_CACHE_HOME"] = Path.Combine(workspace.Folder, "cache");
        environment["HELM_CONFIG_HOME"] = Path.Combine(workspace.Folder, "config");
        environment["HELM_DATA_HOME"] = Path.Combine(workspace.Folder, "data");
        environment["HELM_PLUGINS"] = Path.Combine(workspace.Folder, "plugins");
        return environment;
    }
}
