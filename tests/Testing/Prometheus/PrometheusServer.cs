using CliWrap;
using CliWrap.Buffered;
using Portal.Testing.Processes;

namespace Portal.Testing.Prometheus;

/// <summary>A real Prometheus on a loopback port with samples of the past in its store. It scrapes what it is told to; its folder goes with it.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    /// <summary>Bytes of the closing line, with its end.</summary>
    private const int Empty = 6;

    private readonly BoundProcess _process;
    private readonly string _folder;

    private PrometheusServer(BoundProcess process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    public Uri Address { get; }

    /// <param name="openMetrics">Lines of the OpenMetrics format with times, without the closing one.</param>
    /// <param name="configuration">A prometheus.yml; nothing is scraped without one. {self} in it becomes the server's own address.</param>
    /// <param name="rules">What is in the file rules.yml beside it.</param>
    public static async Task<PrometheusServer> StartAsync(IEnumerable<string> openMetrics, string configuration = "global: {}\n", string rules = "groups: []\n")
    {
        var folder = Directory.CreateTempSubdirectory("portal-prometheus-").FullName;
        var (samples, store, file) = (Path.Combine(folder, "samples.txt"), Path.Combine(folder, "data"), Path.Combine(folder, "prometheus.yml"));
        await File.WriteAllLinesAsync(samples, openMetrics.Append("# EOF"));
        if (new FileInfo(samples).Length > Empty)
        {
            await FillAsync(samples, store);
        }

        var address = LoopbackServer.FreeAddress();
        await File.WriteAllTextAsync(file, configuration.Replace("{self}", address.Authority, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "rules.yml"), rules);
        var process = await BoundProcess.StartAsync(
            PrometheusTools.Server,
            [$"--config.file={file}", $"--storage.tsdb.path={store}", "--storage.tsdb.retention.time=100y", "--rules.alert.resend-delay=5s", $"--web.listen-address={address.Authority}", "--log.level=warn"]);
        await LoopbackServer.UntilReadyAsync(process, address);
        return new PrometheusServer(process, folder, address);
    }

    /// <summary>Stops it at once, as a crash does.</summary>
    public Task KillAsync() => _process.KillAsync();

    private static async Task FillAsync(string samples, string store)
    {
        var filled = await Cli.Wrap(PrometheusTools.Promtool).WithArguments(["tsdb", "create-blocks-from", "openmetrics", samples, store])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        if (filled.ExitCode != 0)
        {
            throw new InvalidOperationException($"promtool did not take the samples: {filled.StandardError}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
