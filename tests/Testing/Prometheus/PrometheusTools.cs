using CliWrap;
using CliWrap.Buffered;

namespace Portal.Testing.Prometheus;

/// <summary>The real prometheus and promtool, of PATH or of Debian's package.</summary>
public static class PrometheusTools
{
    private static readonly Lazy<string> Folder = new(() => Cli.Wrap("bash")
        .WithArguments([Repository.PathOf("scripts", "prometheus.sh")])
        .ExecuteBufferedAsync().Task.GetAwaiter().GetResult().StandardOutput.Trim());

    public static string Server => Path.Combine(Folder.Value, "prometheus");

    public static string Promtool => Path.Combine(Folder.Value, "promtool");
}
