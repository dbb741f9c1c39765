using CliWrap;
using CliWrap.Buffered;

namespace Portal.Testing.Kubernetes;

/// <summary>The pinned helm and kubectl, whatever else the machine has on PATH.</summary>
public static class KubernetesTools
{
    private static readonly Lazy<string> Folder = new(Locate);

    /// <summary>helm 4.1.4.</summary>
    public static string Helm => Path.Combine(Folder.Value, "helm");

    /// <summary>kubectl 1.35.2.</summary>
    public static string Kubectl => Path.Combine(Folder.Value, "kubectl");

    // The script answers in milliseconds when they are there, and downloads them when they are not.
    private static string Locate() =>
        Cli.Wrap("bash")
            .WithArguments([Repository.PathOf("scripts", "tools.sh")])
            .ExecuteBufferedAsync()
            .Task.GetAwaiter().GetResult()
            .StandardOutput.Trim();
}
