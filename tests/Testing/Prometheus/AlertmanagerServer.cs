using System.Net;
using System.Net.Sockets;
using CliWrap;
using CliWrap.Buffered;
using Portal.Testing.Processes;

namespace Portal.Testing.Prometheus;

/// <summary>A real Alertmanager on a loopback port that tells nobody; its folder goes with it.</summary>
public sealed class AlertmanagerServer : IAsyncDisposable
{
    private static readonly Lazy<string> Tools = new(() => Cli.Wrap("bash")
        .WithArguments([Repository.PathOf("scripts", "alertmanager.sh")])
        .ExecuteBufferedAsync().Task.GetAwaiter().GetResult().StandardOutput.Trim());

    private readonly BoundProcess _process;
    private readonly string _folder;

    private AlertmanagerServer(BoundProcess process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    public Uri Address { get; }

    public static async Task<AlertmanagerServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("portal-alertmanager-").FullName;
        var file = Path.Combine(folder, "alertmanager.yml");
        await File.WriteAllTextAsync(file, "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n");
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");

        // In its folder: the unpacked one finds its templates there.
        var process = await BoundProcess.StartAsync(
            "env",
            ["-C", Tools.Value, "./prometheus-alertmanager", $"--config.file={file}", $"--storage.path={Path.Combine(folder, "data")}", $"--web.listen-address={address.Authority}", "--cluster.listen-address=", "--log.level=warn"]);
        var server = new AlertmanagerServer(process, folder, address);
        await server.UntilReadyAsync();
        return server;
    }

    /// <summary>What amtool says to a question to this server.</summary>
    public async Task<string> AskAsync(params string[] arguments) =>
        (await Cli.Wrap(Path.Combine(Tools.Value, "amtool")).WithArguments([$"--alertmanager.url={Address}", .. arguments]).ExecuteBufferedAsync()).StandardOutput;

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task UntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("-/ready", UriKind.Relative), limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The Alertmanager did not become ready: {string.Join('\n', _process.Log.TakeLast(20))}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
