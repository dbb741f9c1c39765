using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Testing;

namespace ClusterSim.Tests.Conformance;

/// <summary>What a real API server answered: the folder of recordings beside the checkout. A user's clone has none.</summary>
internal static class Recording
{
    /// <summary>All scenarios, or those that the environment variable <c>CLUSTERSIM_SCENARIOS</c> names.</summary>
    public static readonly string[] Scenarios = Environment.GetEnvironmentVariable("CLUSTERSIM_SCENARIOS")?.Split(',') ??
        ["discovery", "crud", "errors", "apply", "workloads", "watch", "access", "customresources", "finalizers", "helm"];

    /// <summary>The folder, or null where it is not beside the checkout.</summary>
    public static string? Folder { get; } = Find("recorded/kubernetes-1.28");

    /// <summary>The folder of real CRDs, or null.</summary>
    public static string? Crds { get; } = Find("crds");

    public static IReadOnlyList<Exchange> Exchanges(string scenario) =>
        WithBearers(
            [.. File.ReadLines(Path.Combine(Folder!, scenario + ".jsonl")).Where(line => line.Length > 0).Select((line, index) => Exchange.Parse(scenario, index + 1, line))],
            [.. File.ReadLines(Path.Combine(Folder!, scenario + ".transcript.txt")).Where(line => line.StartsWith("curl ", StringComparison.Ordinal))]);

    private static List<Exchange> WithBearers(List<Exchange> exchanges, List<string> curls)
    {
        for (var i = 0; i < exchanges.Count; i++)
        {
            var at = exchanges[i].Headers.GetValueOrDefault("accept") == "*/*" ? curls.FindIndex(c => c.EndsWith("SERVER" + exchanges[i].Path, StringComparison.Ordinal)) : -1;
            if (at >= 0)
            {
                const string mark = "Authorization: Bearer ";
                var from = curls[at].IndexOf(mark, StringComparison.Ordinal);
                exchanges[i] = exchanges[i] with { Bearer = from < 0 ? null : curls[at][(from + mark.Length)..].Split(' ')[0] };
                curls.RemoveAt(at);
            }
        }

        return exchanges;
    }

    public static IReadOnlyList<RecordedCommand> Commands(string scenario) =>
        RecordedCommand.Parse(File.ReadAllLines(Path.Combine(Folder!, scenario + ".transcript.txt")));

    private static string? Find(string below)
    {
        var folder = Path.GetFullPath(Repository.PathOf("..", "shared", below));
        return Directory.Exists(folder) ? folder : null;
    }
}

/// <summary>A request and its answer.</summary>
/// <param name="Id">"scenario#line": the name under which a deviation is listed.</param>
internal sealed record Exchange(
    string Id,
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    JsonNode? RequestBody,
    int Status,
    string ContentType,
    JsonNode? ResponseBody)
{
    /// <summary>The bearer token that the transcript names for the request, where it names one; the recording itself leaves tokens out.</summary>
    public string? Bearer { get; init; }

    public static Exchange Parse(string scenario, int line, string json)
    {
        var node = JsonNode.Parse(json)!;
        return new Exchange(
            $"{scenario}#{line}",
            (string)node["method"]!,
            (string)node["path"]!,
            node["requestHeaders"].Deserialize<Dictionary<string, string>>()!,
            node["requestBody"],
            (int)node["status"]!,
            (string?)node["contentType"] ?? "",
            node["responseBody"]);
    }
}

/// <summary>A command line, what it printed, and its exit code (null for curl, whose answers are among the exchanges).</summary>
internal sealed record RecordedCommand(int Line, string Text, string Output, int? ExitCode)
{
    public static IReadOnlyList<RecordedCommand> Parse(string[] lines)
    {
        var commands = new List<RecordedCommand>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("kubectl ", StringComparison.Ordinal) && !lines[i].StartsWith("helm ", StringComparison.Ordinal))
            {
                continue;
            }

            var start = i;
            var output = new List<string>();
            while (++i < lines.Length && !lines[i].StartsWith("  # exit ", StringComparison.Ordinal))
            {
                output.Add(lines[i].StartsWith("    ", StringComparison.Ordinal) ? lines[i][4..] : lines[i]);
            }

            var exit = int.Parse(lines[i]["  # exit ".Length..]);
            commands.Add(new RecordedCommand(start + 1, lines[start], string.Join('\n', output), exit));
        }

        return commands;
    }
}
