using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Testing;
using Portal.Testing.Processes;

namespace Portal.Benchmarks.Running;

/// <summary>The portal in a process of its own, under the garbage collector's settings that it is delivered with.</summary>
internal sealed class ServedPortal : IAsyncDisposable
{
    /// <summary>This program's argument that makes it the portal.</summary>
    public const string Command = "serve";
    public const string SettingsVariable = "PORTAL_BENCH_SETTINGS";
    public const string MemoryPath = "/bench/memory";

    private readonly BoundProcess _process;

    private ServedPortal(BoundProcess process, Uri address, string token)
    {
        _process = process;
        Script = new HttpClient { BaseAddress = address };
        Script.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>With an admin's token.</summary>
    public HttpClient Script { get; }

    public int ProcessId => _process.Id;

    public Uri Address => Script.BaseAddress!;

    public static async Task<ServedPortal> StartAsync(Estate estate, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>(estate.Settings) { ["ConnectionStrings:Portal"] = estate.ConnectionString };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var delivered = Repository.PathOf("src", "Portal.Web", "bin", configuration, "net10.0", "Portal.Web.runtimeconfig.json");
        var process = await BoundProcess.StartAsync(
            "dotnet",
            ["exec", "--runtimeconfig", delivered, typeof(ServedPortal).Assembly.Location, Command],
            new Dictionary<string, string?> { [SettingsVariable] = JsonSerializer.Serialize(settings) });
        var address = await process.AwaitLineAsync("ready: ", TimeSpan.FromMinutes(2));
        return new ServedPortal(process, new Uri(address), await process.AwaitLineAsync("token: ", TimeSpan.FromMinutes(2)));
    }

    public async Task<ServerMemory> MeasureAsync() => (await Script.GetFromJsonAsync<ServerMemory>(MemoryPath))!;

    public async ValueTask DisposeAsync()
    {
        Script.Dispose();
        await _process.DisposeAsync();
    }
}
