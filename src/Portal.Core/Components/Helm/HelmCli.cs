using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Components.Helm;

/// <summary>
/// The calls of helm that the portal makes. Secrets go through 0600 files (kubeconfig, values) and the environment; arguments hold
/// none, because every user of a machine can read them.
/// </summary>
public sealed class HelmCli(HelmProcess process)
{
    private static readonly TimeSpan ShortCall = TimeSpan.FromMinutes(2);

    /// <summary>Installs, or upgrades what is there. Waits for the chart's hooks, not for its workloads.</summary>
    /// <param name="marks">Labels of helm's own record of the release.</param>
    public async Task InstallOrUpgradeAsync(
        HelmRelease release, string chartFile, HelmValues values, IReadOnlyDictionary<string, string> marks, HelmRun run, CancellationToken cancellationToken)
    {
        using var workspace = HelmWorkspace.InMemory();
        var defaults = await workspace.WriteAsync("defaults.yaml", values.Defaults, cancellationToken);
        var given = await workspace.WriteAsync("values.yaml", values.Given, cancellationToken);
        var outcome = await ApplyAsync(
            [
                "upgrade", release.Name, chartFile, "--install", "--namespace", release.Namespace, "--create-namespace",
                "--values", defaults, "--values", given, "--reset-values", "--history-max", "20", "--timeout", Seconds(run.TimeLimit),
                "--labels", string.Join(',', marks.Select(mark => $"{mark.Key}={mark.Value}")),
            ],
            workspace, run, cancellationToken);
        Demand(outcome, $"{release.Title} could not be installed on {release.ClusterName}");
    }

    public async Task RollBackAsync(HelmRelease release, int revision, HelmRun run, CancellationToken cancellationToken)
    {
        using var workspace = HelmWorkspace.InMemory();
        var outcome = await ApplyAsync(
            [
                "rollback", release.Name, revision.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "--namespace", release.Namespace, "--history-max", "20", "--timeout", Seconds(run.TimeLimit),
            ],
            workspace, run, cancellationToken);
        Demand(outcome, $"{release.Title} could not be rolled back on {release.ClusterName}");
    }

    /// <summary>True when a roll-back met objects that the revision that runs lacks, and changed nothing.</summary>
    public static bool IsOfUnknownOriginal(Problem problem) => problem.Remedy == HelmErrors.OverUnknownOriginal;

    /// <summary>Ends well when there is nothing to uninstall.</summary>
    public async Task UninstallAsync(HelmRelease release, HelmRun run, CancellationToken cancellationToken)
    {
        using var workspace = HelmWorkspace.InMemory();
        var outcome = await process.RunAsync(
            ["uninstall", release.Name, "--namespace", release.Namespace, "--ignore-not-found", "--wait", "--timeout", Seconds(run.TimeLimit)],
            workspace, run.Cluster, run.Line, run.TimeLimit + TimeSpan.FromSeconds(30), cancellationToken);
        Demand(outcome, $"{release.Title} could not be uninstalled from {release.ClusterName}");
    }

    /// <summary>
    /// What the chart renders to for this cluster, hooks included, as one YAML stream. The cluster is asked for its version and
    /// for what the chart looks up there; where it refuses the whole (a kind that the chart itself brings), the chart is
    /// rendered without it.
    /// </summary>
    /// <param name="includeCrds">Whether the folder crds/ is part of it.</param>
    public async Task<HelmRendering> TemplateAsync(
        HelmRelease release, string chartFile, HelmValues values, ClusterAccess cluster, bool upgrade, bool includeCrds, CancellationToken cancellationToken)
    {
        using var workspace = HelmWorkspace.InMemory();
        var defaults = await workspace.WriteAsync("defaults.yaml", values.Defaults, cancellationToken);
        var given = await workspace.WriteAsync("values.yaml", values.Given, cancellationToken);
        string[] arguments =
        [
            "template", release.Name, chartFile, "--namespace", release.Namespace, "--values", defaults, "--values", given, "--skip-tests",
            .. upgrade ? new[] { "--is-upgrade" } : [], .. includeCrds ? new[] { "--include-crds" } : [],
        ];
        var outcome = await process.RunAsync([.. arguments, "--dry-run=server"], workspace, cluster, null, ShortCall, cancellationToken);
        var alike = outcome.Succeeded || HelmErrors.IsMissingKind(outcome);
        if (!outcome.Succeeded)
        {
            using var offline = HelmWorkspace.InMemory();
            outcome = await process.RunAsync(arguments, offline, null, null, ShortCall, cancellationToken);
        }

        Demand(outcome, $"{release.Title} cannot be rendered for {release.ClusterName}");
        return new HelmRendering(outcome.Output, alike);
    }

    /// <summary>The CRDs in the chart's folder crds/, as one YAML stream.</summary>
    public async Task<string> ShowCrdsAsync(string chartFile, CancellationToken cancellationToken)
    {
        using var workspace = HelmWorkspace.OnDisk();
        var outcome = await process.RunAsync(["show", "crds", chartFile], workspace, null, null, ShortCall, cancellationToken);
        Demand(outcome, "The chart's definitions could not be read");
        return outcome.Output;
    }

    /// <summary>Throws unless helm can read the archive as a chart.</summary>
    internal async Task VerifyAsync(string chartFile, string chart, string version, string repository, CancellationToken cancellationToken)
    {
        using var workspace = HelmWorkspace.OnDisk();
        var outcome = await process.RunAsync(["show", "chart", chartFile], workspace, null, null, ShortCall, cancellationToken);
        if (!outcome.Succeeded || !outcome.Output.Split('\n').Any(line => line.TrimEnd() == $"name: {chart}"))
        {
            var said = outcome.Errors.LastOrDefault(line => line.StartsWith("Error:", StringComparison.Ordinal))?[6..].Trim();
            throw ProblemException.Refused($"Chart {chart} {version} could not be fetched",
                $"What {repository} serves for it is no such chart: {said ?? "its archive is of another."}",
                "Put the right archive into the repository, and retry.");
        }
    }

    /// <summary>Fetches a chart archive into the workspace; returns its path.</summary>
    internal async Task<string> PullAsync(
        string chart, string version, string repository, HelmWorkspace workspace, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(workspace.Folder, "charts")).FullName;
        string[] source = repository.StartsWith("oci://", StringComparison.Ordinal)
            ? [$"{repository.TrimEnd('/')}/{chart}"]
            : [chart, "--repo", repository];
        var outcome = await process.RunAsync(
            ["pull", .. source, "--version", version, "--destination", folder], workspace, null, null, timeLimit, cancellationToken);
        Demand(outcome, $"Chart {chart} {version} could not be fetched from {repository}");
        return Directory.EnumerateFiles(folder, "*.tgz").Single();
    }

    /// <summary>
    /// Once more over the fields of Kubernetes' own controllers, when nobody else's are in the way: they fill in what a chart
    /// leaves open (the rules of an aggregated ClusterRole), and do so again.
    /// </summary>
    private async Task<HelmOutcome> ApplyAsync(string[] arguments, HelmWorkspace workspace, HelmRun run, CancellationToken cancellationToken)
    {
        var limit = run.TimeLimit + TimeSpan.FromSeconds(30);
        var outcome = await process.RunAsync(arguments, workspace, run.Cluster, run.Line, limit, cancellationToken);
        return outcome.Succeeded || !HelmErrors.IsConflictWithControllers(outcome)
            ? outcome
            : await process.RunAsync([.. arguments, "--force-conflicts"], workspace, run.Cluster, run.Line, limit, cancellationToken);
    }

    private static void Demand(HelmOutcome outcome, string what)
    {
        if (!outcome.Succeeded)
        {
            throw HelmErrors.Describe(outcome, what);
        }
    }

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{Math.Max(1, (int)time.TotalSeconds)}s");
}
