using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components;

/// <summary>
/// Waits until the cluster itself says that a revision runs; helm's exit code only says that its objects were taken.
/// Looks on through failures of the connection: a cluster whose API is slow under an install is not a failed install.
/// </summary>
internal sealed class ReadinessWait(
    ManifestReadiness manifests, IClusterConnections connections, IOptions<ComponentsOptions> options, TimeProvider clock)
{
    /// <summary>Before the second look; each pause is twice the one before it, up to the configured one.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    public async Task<ReadinessOutcome> RunAsync(LoadedRelease release, StepContext context, CancellationToken cancellationToken)
    {
        var limit = options.Value.ReadyTimeout;
        var start = clock.GetTimestamp();
        var warnings = new WarningEvents(release.Row.Namespace, clock.GetUtcNow() - TimeSpan.FromMinutes(2));
        string? told = null;
        var pause = FirstPause;
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
                return new ReadinessOutcome([.. report.Items.Select(item => item.Name)], null, Answered: true);
            }

            var timedOut = clock.GetElapsedTime(start) >= limit;
            if (timedOut || report?.Items.Any(item => item.Hopeless) == true)
            {
                return new ReadinessOutcome([], NotReady(release, report, problem, timedOut ? limit : null), report is not null);
            }

            // What is small is ready soon after helm has ended.
            pause = pause < options.Value.ReadyPollInterval ? pause : options.Value.ReadyPollInterval;
            await Task.Delay(pause, clock, cancellationToken);
            pause *= 2;
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

    private static Problem NotReady(LoadedRelease release, ReadinessReport? report, Problem? problem, TimeSpan? limit)
    {
        var what = limit is { } waited
            ? $"{release.Entry.Title} did not become ready on {release.ClusterName} within {waited.TotalMinutes:0.#} minutes"
            : $"{release.Entry.Title} cannot become ready on {release.ClusterName}";
        if (report is null)
        {
            return new Problem(ProblemKind.Refused, what, problem!.Why, problem.Remedy);
        }

        var missing = report.Items.Where(item => !item.Ready).ToList();
        var worst = missing.FirstOrDefault(item => item.Hopeless) ?? missing.FirstOrDefault(item => item.Remedy.Length > 0) ?? missing[0];
        return new Problem(
            ProblemKind.Refused,
            what,
            string.Join("; ", missing.Select(item => $"{item.Name}: {item.Why}")),
            worst.Remedy.Length > 0 ? worst.Remedy : "Look at the log and at the cluster's events, mend the cause, and retry.");
    }
}

/// <summary>What the wait came to.</summary>
/// <param name="Ready">What was ready; empty after a failure.</param>
/// <param name="Failure">What is not ready and why, or null.</param>
/// <param name="Answered">False when the cluster could not be asked the last time: nobody knows what runs.</param>
internal sealed record ReadinessOutcome(IReadOnlyList<string> Ready, Problem? Failure, bool Answered);
