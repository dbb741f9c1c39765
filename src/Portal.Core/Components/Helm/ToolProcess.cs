using System.Collections;
using System.Text;
using CliWrap;
using Portal.Core.Problems;

namespace Portal.Core.Components.Helm;

/// <summary>A call of a program as a child process.</summary>
/// <param name="Name">As people know it ("helm").</param>
/// <param name="Path">Of the program.</param>
/// <param name="Arguments">Hold no secret: every user of a machine can read them.</param>
/// <param name="Environment">Beside what <see cref="ToolProcess"/> gives; null takes a variable away.</param>
/// <param name="Line">Told each line as it is written, from either stream; may be null.</param>
/// <param name="TimeLimit">After it the process is stopped and a problem thrown.</param>
/// <param name="Place">" on member1", or empty.</param>
public sealed record ToolCall(
    string Name, string Path, IReadOnlyList<string> Arguments, HelmWorkspace Workspace, IReadOnlyDictionary<string, string?> Environment, Action<string>? Line,
    TimeSpan TimeLimit, string Place = "");

/// <summary>Runs a program with nothing of this process's environment but what it needs, in a folder of its own. Outputs are bounded.</summary>
public sealed class ToolProcess(TimeProvider clock)
{
    /// <summary>The variables that lead out through a proxy.</summary>
    public static readonly IReadOnlyList<string> Proxies = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];

    private const int MostOutput = 8 * 1024 * 1024;
    private const int KeptErrors = 60;

    /// <summary>After a polite request to stop, helm has this long to mark its release as failed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private static readonly string[] Inherited = ["PATH", "LANG", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", .. Proxies];

    // helm must not outlive the worker that started it, however that ends: the worker holds the other end of this
    // script's standard input, and the kernel closes it. helm would go on otherwise, beside the worker that resumes, and
    // its folder with the values would stay. One that does not stop on request is ended before the lease is over.
    private const string Guard = """
        exec 3<&0
        "$@" </dev/null 3<&- & child=$!
        trap 'kill -TERM $child 2>/dev/null' INT TERM
        (cat <&3; touch "$HOME/orphaned"; kill -TERM $child; sleep 5; kill -KILL $child) >/dev/null 2>&1 & guard=$!
        wait $child; code=$?
        while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
        kill -KILL $guard 2>/dev/null
        if [ -e "$HOME/orphaned" ]; then rm -rf "$HOME"; fi
        exit $code
        """;

    public async Task<HelmOutcome> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var errors = new Queue<string>();
        using var deadline = new CancellationTokenSource(call.TimeLimit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var kill = new CancellationTokenSource();
        await using var killLater = stop.Token.Register(() => kill.CancelAfter(Grace));
        try
        {
            var result = await Cli.Wrap("/bin/sh")
                .WithArguments(["-c", Guard, call.Name, call.Path, .. call.Arguments])
                .WithEnvironmentVariables(Environment(call))
                .WithWorkingDirectory(call.Workspace.Folder)
                .WithStandardInputPipe(PipeSource.Create(async (_, ended) => await Task.Delay(Timeout.Infinite, ended)))
                .WithStandardOutputPipe(PipeTarget.ToDelegate(text =>
                {
                    if (output.Length < MostOutput)
                    {
                        output.AppendLine(text);
                    }

                    call.Line?.Invoke(text);
                }))
                .WithStandardErrorPipe(PipeTarget.ToDelegate(text =>
                {
                    errors.Enqueue(text);
                    if (errors.Count > KeptErrors)
                    {
                        errors.Dequeue();
                    }

                    call.Line?.Invoke(text);
                }))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(kill.Token, stop.Token);
            stop.Token.ThrowIfCancellationRequested();
            return new HelmOutcome(result.ExitCode, output.ToString(), [.. errors]);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw ProblemException.Refused($"{call.Name} {call.Arguments[0]}{call.Place} took too long", $"It was stopped after {call.TimeLimit.TotalMinutes:0.#} minutes.",
                "Look at the log for what it was waiting for, mend that, and retry.", error);
        }
    }

    private static Dictionary<string, string?> Environment(ToolCall call)
    {
        var environment = new Dictionary<string, string?>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            environment[name] = Inherited.Contains(name) ? (string?)variable.Value : null;
        }

        environment["HOME"] = call.Workspace.Folder;
        environment["TMPDIR"] = call.Workspace.Folder;
        foreach (var (name, value) in call.Environment)
        {
            environment[name] = value;
        }

        return environment;
    }
}
