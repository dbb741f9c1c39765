using CliWrap;
using CliWrap.Buffered;
using Xunit;

namespace Portal.Testing.Kubernetes;

/// <summary>Runs a join command as people do: in a shell, where kubectl reaches the cluster.</summary>
public static class JoinCommandShell
{
    /// <param name="home">Where the kubeconfig is written, and what the command takes for its home.</param>
    public static async Task<BufferedCommandResult> RunAsync(string command, string kubeconfig, DirectoryInfo home, CancellationToken cancellationToken)
    {
        var file = Path.Combine(home.FullName, $"{Guid.NewGuid():N}.kubeconfig");
        await File.WriteAllTextAsync(file, kubeconfig, cancellationToken);
        return await Cli.Wrap("sh").WithArguments(["-c", command])
            .WithEnvironmentVariables(new Dictionary<string, string?>
            {
                ["KUBECONFIG"] = file,
                ["KUBECTL"] = KubernetesTools.Kubectl,
                ["HOME"] = home.FullName,
                ["NO_PROXY"] = "127.0.0.1",
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
    }

    /// <summary>The same in a home of its own; throws with what it said where it fails.</summary>
    public static async Task SucceedAsync(string command, string kubeconfig, CancellationToken cancellationToken)
    {
        var home = Directory.CreateTempSubdirectory("join-command-");
        try
        {
            var shell = await RunAsync(command, kubeconfig, home, cancellationToken);
            Assert.True(shell.ExitCode == 0, shell.StandardOutput + shell.StandardError);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
