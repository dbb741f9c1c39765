using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace ClusterSim.Tests.Conformance;

/// <summary>
/// Lays out the files that the recorded commands name. What they held is read from the requests that they caused, since the
/// transcript has their names only.
/// </summary>
internal sealed class CommandInputs(string folder, string helm)
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Writes the inputs of a scenario. Files that change between two commands are returned as later versions.</summary>
    public async Task<IReadOnlyDictionary<string, Queue<string>>> WriteAsync(string scenario, CancellationToken cancellationToken)
    {
        var later = new Dictionary<string, Queue<string>>();
        switch (scenario)
        {
            case "apply":
                var apply = Recording.Exchanges("apply");
                Write("d.yaml", Body(apply, 20));
                Write("d2.yaml", Body(apply, 22));
                Write("own.yaml", Body(apply, 29));
                Write("none.yaml", Body(apply, 31));
                later["s.yaml"] = new([Body(apply, 53), Body(apply, 55)]);
                break;
            case "workloads":
                var workloads = Recording.Exchanges("workloads");
                Write("w.yaml", string.Join("---\n", Applied(workloads, 48), Applied(workloads, 51), Applied(workloads, 54)));
                break;
            case "access":
                Write("tok.yaml", Applied(Recording.Exchanges("access"), 24));
                break;
            case "customresources":
                var custom = Recording.Exchanges("customresources");
                Write("q.yaml", Applied(custom, 16));
                Write("q2.yaml", Body(custom, 23));
                Write("q3.yaml", Body(custom, 25));
                Write("pp.yaml", Applied(custom, 41));
                Write("pp2.yaml", Applied(custom, 46));
                Directory.CreateSymbolicLink(Path.Combine(folder, "crds"), Recording.Crds!);
                break;
            case "helm":
                await Cli.Wrap(helm).WithArguments(["create", "demo"]).WithWorkingDirectory(folder).ExecuteBufferedAsync(cancellationToken);
                break;
        }

        return later;
    }

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    private static string Body(IReadOnlyList<Exchange> exchanges, int line) => (string)exchanges[line - 1].RequestBody!;

    private static string Applied(IReadOnlyList<Exchange> exchanges, int line) =>
        (string)((JsonObject)exchanges[line - 1].RequestBody!["metadata"]!["annotations"]!)[LastApplied]!;
}
