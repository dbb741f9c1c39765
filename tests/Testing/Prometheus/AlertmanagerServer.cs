using System.Net.Http.Json;
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
        var address = LoopbackServer.FreeAddress();

        // In its folder: the unpacked one finds its templates there.
        var process = await BoundProcess.StartAsync(
            "env",
            ["-C", Tools.Value, "./prometheus-alertmanager", $"--config.file={file}", $"--storage.path={Path.Combine(folder, "data")}", $"--web.listen-address={address.Authority}", "--cluster.listen-address=", "--log.level=warn"]);
        await LoopbackServer.UntilReadyAsync(process, address);
        return new AlertmanagerServer(process, folder, address);
    }

    /// <summary>What amtool says to a question to this server.</summary>
    public async Task<string> AskAsync(params string[] arguments) =>
        (await Cli.Wrap(Path.Combine(Tools.Value, "amtool")).WithArguments([$"--alertmanager.url={Address}", .. arguments]).ExecuteBufferedAsync()).StandardOutput;

    /// <summary>Gives it alerts as a Prometheus does. One whose end is past is over.</summary>
    public async Task PostAsync(DateTimeOffset endsAt, params Dictionary<string, string>[] alerts)
    {
        using var client = new HttpClient();
        using var content = JsonContent.Create(alerts.Select(labels => new { labels, startsAt = DateTimeOffset.UtcNow.AddMinutes(-5), endsAt }));
        using var answer = await client.PostAsync(new Uri(Address, "api/v2/alerts"), content);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Stops it at once, as a crash does.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
