using System.Text;
using System.Text.RegularExpressions;
using CliWrap;

namespace ClusterSim.Tests.Conformance;

/// <summary>Runs recorded commands with the real clients and says where exit code or words differ.</summary>
internal sealed partial class CommandRun(string folder, string kubeconfig, string kubectl, string helm, Func<long> revision)
{
    // The transcript keeps the first 60 lines of what was printed.
    private const int KeptLines = 60;

    private static readonly string[] Unordered = ["get events", "get rs", "get pods", "can-i --list", "helm status"];

    public async Task<IReadOnlyDictionary<string, string>> RunAsync(string scenario, CancellationToken cancellationToken)
    {
        var differing = new Dictionary<string, string>();
        var later = await new CommandInputs(folder, helm).WriteAsync(scenario, cancellationToken);
        foreach (var command in Recording.Commands(scenario))
        {
            foreach (var (file, versions) in later)
            {
                if (command.Text.Contains(file, StringComparison.Ordinal) && versions.Count > 0)
                {
                    await File.WriteAllTextAsync(Path.Combine(folder, file), versions.Dequeue(), cancellationToken);
                }
            }

            if (command.Text.Contains(" replace ", StringComparison.Ordinal))
            {
                await Quiet.ComesAsync(revision, cancellationToken);
            }

            var difference = await RunAsync(command, cancellationToken);
            if (difference is not null)
            {
                differing[$"{scenario}:{command.Line}"] = $"{command.Text}: {difference}";
            }
        }

        return differing;
    }

    private async Task<string?> RunAsync(RecordedCommand command, CancellationToken cancellationToken)
    {
        var words = Split(command.Text);
        var output = new StringBuilder();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(120));
        var result = await Cli.Wrap(words[0] == "helm" ? helm : kubectl)
            .WithArguments(words.Skip(1))
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(variables => variables
                .Set("KUBECONFIG", kubeconfig).Set("HOME", folder).Set("HELM_CACHE_HOME", folder).Set("HELM_CONFIG_HOME", folder)
                .Set("HELM_DATA_HOME", folder).Set("TZ", "UTC").Set("LANG", "C"))
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(output))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(timeout.Token);
        if (result.ExitCode != command.ExitCode)
        {
            return $"exit {result.ExitCode}, expected {command.ExitCode}: {Cut(output.ToString())}";
        }

        var expected = Lines(command.Output);
        var actual = Lines(output.ToString());
        if (expected.Count >= KeptLines - 12)
        {
            actual = [.. actual.Take(expected.Count)];
        }

        // In the order of generated names, of bindings, or of a map inside helm: in none.
        if (Unordered.Any(u => command.Text.Contains(u, StringComparison.Ordinal)))
        {
            expected.Sort(StringComparer.Ordinal);
            actual.Sort(StringComparer.Ordinal);
        }

        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            var want = i < expected.Count ? expected[i] : "<end>";
            var have = i < actual.Count ? actual[i] : "<end>";
            if (want != have)
            {
                return $"line {i + 1} is \"{Cut(have)}\", expected \"{Cut(want)}\"";
            }
        }

        return null;
    }

    private static List<string> Lines(string text) =>
        [.. text.Split('\n')
            .Select(line => Blanks().Replace(Scratch().Replace(Shape.Mask(line), "<scratch>"), " ").Trim())
            // How often a client looked before it saw the end varies by nature.
            .Where(line => line.Length > 0 && !line.StartsWith("Waiting for", StringComparison.Ordinal))];

    /// <summary>Splits a recorded command line, in which quotes are lost: an option's value may hold blanks.</summary>
    private static List<string> Split(string text)
    {
        var selector = SetSelector().Match(text);
        var kept = selector.Success ? text.Replace(selector.Groups[1].Value, selector.Groups[1].Value.Replace(' ', '\u0001'), StringComparison.Ordinal) : text;
        return [.. kept.Split(' ').Select(word => word.Replace('\u0001', ' '))];
    }

    private static string Cut(string text) => text.Length <= 240 ? text : text[..240] + "…";

    [GeneratedRegex(" -l (\\S+ in \\([^)]*\\)\\S*)")]
    private static partial Regex SetSelector();

    [GeneratedRegex(" +|\t")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"(\.|/tmp/(LIVE|MERGED))-\d+")]
    private static partial Regex Scratch();
}
