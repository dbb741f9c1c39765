using Portal.Core.Components.Helm;
using Portal.Core.Distribution.Sources;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Jobs.Distribution.Sources.Git;

namespace Portal.Jobs.Distribution.Sources;

/// <summary>
/// Renders with the real helm and kubectl: each call in a private folder, with a clean environment that leads to no network,
/// and without a cluster. What is secret is in files that only this user can read.
/// </summary>
internal sealed class SourceTools(HelmTool helm, KubectlTool kubectl, ToolProcess process)
{
    private const int MostWhy = 1500;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <param name="chart">A chart's folder or archive.</param>
    /// <param name="address">Of the repository, for what is said when it fails.</param>
    public async Task<string> RenderChartAsync(
        string chart, SourceDefinition source, string values, string application, string address, CancellationToken cancellationToken)
    {
        using var workspace = HelmWorkspace.InMemory();
        var given = await workspace.WriteAsync("values.yaml", values, cancellationToken);
        var release = source.ReleaseName.Length > 0 ? source.ReleaseName : application;
        var space = source.Namespace.Length > 0 ? source.Namespace : "default";
        var environment = Offline(HelmProcess.Environment(workspace));
        // Hooks have an order and an end of their own, which what is delivered has not.
        string[] arguments = ["template", release, chart, "--namespace", space, "--values", given, "--include-crds", "--skip-tests", "--no-hooks"];
        var outcome = await process.RunAsync(new ToolCall("helm", await helm.LocateAsync(cancellationToken), arguments, workspace, environment, null, Limit), cancellationToken);
        if (outcome.Succeeded)
        {
            return ReleaseNamespace.Fill(Bounded(outcome.Output, address), source.Namespace);
        }

        var said = Said(outcome, workspace.Folder, chart);
        throw said.Contains("missing in charts/", StringComparison.Ordinal)
            ? SourceFaults.Refuse(address, $"The chart depends on others that are not in its folder charts, and those are not fetched: {said}", "Run helm dependency build, and commit the folder charts.")
            : SourceFaults.Refuse(address, $"helm cannot render the chart: {said}", "Correct the chart or its values.");
    }

    /// <param name="folder">With the kustomization.</param>
    /// <param name="root">Above all that it refers to.</param>
    public async Task<string> RenderKustomizationAsync(string folder, string root, string address, CancellationToken cancellationToken)
    {
        using var workspace = HelmWorkspace.InMemory();
        var outcome = await process.RunAsync(new ToolCall("kubectl", kubectl.Locate(), ["kustomize", folder], workspace, Offline([]), null, Limit), cancellationToken);
        return outcome.Succeeded
            ? Bounded(outcome.Output, address)
            : throw SourceFaults.Refuse(address, $"kubectl cannot build the kustomization: {Said(outcome, root + Path.DirectorySeparatorChar, workspace.Folder)}", "Correct the kustomization.");
    }

    /// <summary>What was to be fetched from elsewhere was refused before; this refuses it once more.</summary>
    private static Dictionary<string, string?> Offline(Dictionary<string, string?> environment)
    {
        foreach (var name in ToolProcess.Proxies)
        {
            environment[name] = name.StartsWith("NO", StringComparison.OrdinalIgnoreCase) ? null : "http://127.0.0.1:9";
        }

        environment["GIT_ALLOW_PROTOCOL"] = "none";
        return environment;
    }

    private static string Bounded(string output, string address) => output.Length <= ManifestSource.MostCharacters
        ? output
        : throw SourceFaults.TooLarge(address, $"It renders to {output.Length} characters or more, and at most {ManifestSource.MostCharacters} are taken.");

    /// <summary>Without the folders of this machine.</summary>
    private static string Said(HelmOutcome outcome, params ReadOnlySpan<string> hidden)
    {
        var said = string.Join(' ', outcome.Errors.Where(line => !line.StartsWith("level=", StringComparison.Ordinal) && line.Trim().Length > 0).Select(line => line.Trim()));
        foreach (var folder in hidden)
        {
            said = said.Replace(folder, "", StringComparison.Ordinal);
        }

        said = said.StartsWith("Error: ", StringComparison.OrdinalIgnoreCase) ? said[7..] : said.StartsWith("error: ", StringComparison.Ordinal) ? said[7..] : said;
        return said.Length <= MostWhy ? said : said[..MostWhy] + "…";
    }
}
