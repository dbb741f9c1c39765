using System.Collections.Concurrent;
using System.Diagnostics;

namespace Portal.Testing.Processes;

/// <summary>
/// A program in a process of its own that ends with this one, however this one ends: bash holds our pipe, and kills the
/// program when the pipe ends.
/// </summary>
public sealed class BoundProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    // The first line is the program's pid, so that SIGKILL hits it and not its guard. The guard holds neither output: who
    // waits for their ends waits for the program alone.
    private const string Guard = """
        exec 3<&0
        "$0" "$@" </dev/null & program=$!
        echo "pid $program"
        { cat <&3; kill -KILL $program; } >/dev/null 2>&1 & guard=$!
        wait $program; code=$?
        kill $guard 2>/dev/null
        exit $code
        """;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource<int> _pid = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<(string Prefix, TaskCompletionSource<string> Said)> _awaited = [];

    private BoundProcess(Process process) => _process = process;

    /// <summary>Of the program, not of its guard.</summary>
    public int Id { get; private set; }

    /// <summary>What it wrote so far.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Starts it. <paramref name="environment"/> comes on top of this process's own.</summary>
    public static async Task<BoundProcess> StartAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo("bash", ["-c", Guard, program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[key] = value;
        }

        var bound = new BoundProcess(Process.Start(start)!);
        bound.Read();
        bound.Id = await bound._pid.Task.WaitAsync(StartLimit);
        return bound;
    }

    /// <summary>Waits for a line that begins with <paramref name="prefix"/>, said before or after this call; gives the rest of it.</summary>
    /// <exception cref="InvalidOperationException">It ended first; the message holds its last words.</exception>
    public async Task<string> AwaitLineAsync(string prefix, TimeSpan limit)
    {
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _awaited.Add((prefix, said));
            foreach (var line in _log.Where(line => line.StartsWith(prefix, StringComparison.Ordinal)))
            {
                said.TrySetResult(line[prefix.Length..]);
            }
        }

        var ended = _process.WaitForExitAsync();
        return await Task.WhenAny(said.Task, ended).WaitAsync(limit) == said.Task
            ? await said.Task
            : throw new InvalidOperationException(
                $"{_process.StartInfo.ArgumentList[2]} ended (exit code {_process.ExitCode}) before it said '{prefix}': {string.Join('\n', _log.TakeLast(20))}");
    }

    /// <summary>SIGKILL: no handler of the program runs.</summary>
    public async Task KillAsync()
    {
        using var program = Process.GetProcessById(Id);
        program.Kill();
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

        lock (_gate)
        {
            _log.Enqueue(line);
            foreach (var (prefix, said) in _awaited)
            {
                if (line.StartsWith(prefix, StringComparison.Ordinal))
                {
                    said.TrySetResult(line[prefix.Length..]);
                }
            }
        }
    }
}
