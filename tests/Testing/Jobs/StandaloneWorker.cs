using System.Collections.Concurrent;
using System.Diagnostics;

namespace Portal.Testing.Jobs;

/// <summary>
/// The stand-alone worker as a process of its own, which a test may kill at any moment.
/// It is bound to this process: bash holds our pipe, and kills the worker when the pipe ends.
/// </summary>
public sealed class StandaloneWorker : IAsyncDisposable
{
    // The first line is the worker's pid, so that SIGKILL hits it and not its guard. The guard holds neither output: who
    // waits for their ends waits for the worker alone.
    private const string Guard = """
        exec 3<&0
        dotnet "$0" </dev/null & worker=$!
        echo "pid $worker"
        { cat <&3; kill -KILL $worker; } >/dev/null 2>&1 & guard=$!
        wait $worker; code=$?
        kill $guard 2>/dev/null
        exit $code
        """;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource<int> _pid = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StandaloneWorker(Process process) => _process = process;

    /// <summary>What it wrote so far.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Starts src/Portal.Jobs as it was built. Keys of <paramref name="settings"/> are configuration keys ("Tools:Helm").</summary>
    public static async Task<StandaloneWorker> StartAsync(string connectionString, IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Repository.PathOf("src", "Portal.Jobs", "bin", configuration, "net10.0", "Portal.Jobs.dll");
        var start = new ProcessStartInfo("bash", ["-c", Guard, program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Portal"] = connectionString;
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var worker = new StandaloneWorker(Process.Start(start)!);
        worker.Read();
        await worker._pid.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return worker;
    }

    /// <summary>SIGKILL: no handler runs, no checkpoint is written.</summary>
    public async Task KillAsync()
    {
        using var process = Process.GetProcessById(await _pid.Task);
        process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Read()
    {
        _process.OutputDataReceived += (_, args) => Take(args.Data);
        _process.ErrorDataReceived += (_, args) => Take(args.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith("pid ", StringComparison.Ordinal) && int.TryParse(line[4..], out var pid))
        {
            _pid.TrySetResult(pid);
        }

        _log.Enqueue(line);
    }
}
