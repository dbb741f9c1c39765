using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components;

/// <summary>
/// Waits until the cluster itself says that the component runs; helm's exit code only says that its objects were taken.
/// Looks on through failures of the connection: a cluster whose API is slow under an install is not a failed install.
/// </summary>
internal sealed class AwaitReadyStep(
    ReleaseLoader releases,
    ManifestReadiness manifests,
    IClusterConnections connections,
    IOptions<ComponentsOptions> options,
    TimeProvider clock) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var release = await releases.LoadAsync(context, cancellationToken);
        var limit = options.Value.ReadyTimeout;
        var start = clock.GetTimestamp();
        var warnings = new WarningEvents(release.Row.Namespace, clock.GetUtcNow() - TimeSpan.FromMinutes(2));
        string? told = null;
        ComponentReadiness? wanted = null;
        while (true)
        {
            (var report, var problem, wanted) = await LookAsync(release, wanted, warnings, context, cancellationToken);
            var words = report?.Summary ?? problem!.Why;
            if (words != told)
            {
                context.Info(words);
                await context.ReportAsync(words, cancellationToken);
                told = words;
            }

            if (report is { Ready: true })
            {
                await context.SaveResultAsync(new { Ready = report.Items.Select(item => item.Name) }, cancellationToken);
                return;
            }

            var timedOut = clock.GetElapsedTime(start) >= limit;
            if (timedOut || report?.Items.Any(item => item.Hopeless) == true)
            {
                throw NotReady(release, report, problem, timedOut ? limit : null);
            }

            await Task.Delay(options.Value.ReadyPollInterval, clock, cancellationToken);
        }
    }

    private async Task<(ReadinessReport? Report, Problem? Problem, ComponentReadiness? Wanted)> LookAsync(
        LoadedRelease release, ComponentReadiness? wanted, WarningEvents warnings, StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
            wanted ??= await manifests.ReadAsync(cluster, release.Entry, release.Current, again: true, cancellationToken);
            var report = await ReadinessReader.ReadAsync(cluster, release.Entry, wanted, release.Values, cancellationToken);
            await warnings.TellAsync(cluster, context, cancellationToken);
            return (report, null, wanted);
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error) || error is ProblemException { Problem.Kind: ProblemKind.Unavailable })
        {
            return (null, KubernetesFaults.Describe(error, context.ClusterName).Problem, wanted);
        }
    }

    private static ProblemException NotReady(LoadedRelease release, ReadinessReport? report, Problem? problem, TimeSpan? limit)
    {
        var what = limit is { } waited
            ? $"{release.Entry.Title} did not become ready on {release.ClusterName} within {waited.TotalMinutes:0.#} minutes"
            : $"{release.Entry.Title} cannot become ready on {release.ClusterName}";
        if (report is null)
        {
            return ProblemException.Refused(what, problem!.Why, problem.Remedy);
        }

        var missing = report.Items.Where(item => !item.Ready).ToList();
        var worst = missing.FirstOrDefault(item => item.Hopeless) ?? missing.FirstOrDefault(item => item.Remedy.Length > 0) ?? missing[0];
        return ProblemException.Refused(
            what,
            string.Join("; ", missing.Select(item => $"{item.Name}: {item.Why}")),
            worst.Remedy.Length > 0 ? worst.Remedy : "Look at the log and at the cluster's events, mend the cause, and retry.");
    }
}
