using Portal.Testing.Processes;

namespace Portal.Testing.Jobs;

/// <summary>The stand-alone worker as a process of its own, which a test may kill at any moment.</summary>
public sealed class StandaloneWorker : IAsyncDisposable
{
    private readonly BoundProcess _process;

    private StandaloneWorker(BoundProcess process) => _process = process;

    public int Id => _process.Id;

    /// <summary>What it wrote so far.</summary>
    public IReadOnlyCollection<string> Log => _process.Log;

    /// <summary>Starts src/Portal.Jobs as it was built. Keys of <paramref name="settings"/> are configuration keys ("Tools:Helm").</summary>
    public static async Task<StandaloneWorker> StartAsync(string connectionString, IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Repository.PathOf("src", "Portal.Jobs", "bin", configuration, "net10.0", "Portal.Jobs.dll");
        var environment = new Dictionary<string, string?> { ["ConnectionStrings__Portal"] = connectionString };
        foreach (var (key, value) in settings)
        {
            environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new StandaloneWorker(await BoundProcess.StartAsync("dotnet", [program], environment));
    }

    /// <summary>Waits for a line that begins with <paramref name="prefix"/>; gives the rest of it.</summary>
    public Task<string> AwaitLineAsync(string prefix, TimeSpan limit) => _process.AwaitLineAsync(prefix, limit);

    /// <summary>SIGKILL: no handler runs, no checkpoint is written.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
