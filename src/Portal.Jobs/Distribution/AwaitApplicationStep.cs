using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution;

/// <summary>Waits until the cluster says that all objects are ready; looks on through failures of the connection.</summary>
internal sealed class AwaitApplicationStep(DeliveryLoader loader, ApplicationLook look, IOptions<ComponentsOptions> options, TimeProvider clock) : IOperationStep
{
    private const int Told = 3;

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var limit = options.Value.ReadyTimeout;
        var delivery = await loader.LoadAsync(context, cancellationToken);
        string? told = null;
        for (var begun = clock.GetTimestamp(); ; await Task.Delay(options.Value.ReadyPollInterval, clock, cancellationToken))
        {
            var (seen, problem) = await LookAsync(delivery, cancellationToken);
            var missing = seen.Where(one => !one.Seen.IsReady).ToList();
            var words = problem?.Why ?? $"{seen.Count - missing.Count} of {seen.Count} objects ready";
            if (words != told)
            {
                told = words;
                context.Info(missing.Count > 0 ? $"{words}; waiting for {missing[0].Label}: {missing[0].Seen.Reason}" : words);
                await context.ReportAsync(words, cancellationToken);
            }

            if (problem is null && missing.Count == 0)
            {
                return;
            }

            if (clock.GetElapsedTime(begun) >= limit || missing.Exists(one => one.Seen.Item?.Hopeless == true))
            {
                throw new ProblemException(NotReady(delivery, missing, problem, limit));
            }
        }
    }

    private async Task<(IReadOnlyList<(string Label, SeenObject Seen)> Seen, Problem? Problem)> LookAsync(
        ApplicationDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            return (await look.RunAsync(delivery, cancellationToken), null);
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error) || error is ProblemException { Problem.Kind: ProblemKind.Unavailable })
        {
            return ([], KubernetesFaults.Describe(error, delivery.ClusterName).Problem);
        }
    }

    private static Problem NotReady(
        ApplicationDelivery delivery, List<(string Label, SeenObject Seen)> missing, Problem? problem, TimeSpan limit)
    {
        var what = $"{delivery.Application} did not become ready on {delivery.ClusterName} within {limit.TotalMinutes:0.#} minutes";
        if (problem is not null)
        {
            return new Problem(ProblemKind.Refused, what, problem.Why, problem.Remedy);
        }

        var why = string.Join("; ", missing.Take(Told).Select(one => $"{one.Label}: {one.Seen.Reason}"));
        var remedy = missing.Select(one => one.Seen.Item?.Remedy).FirstOrDefault(words => !string.IsNullOrEmpty(words));
        return new Problem(ProblemKind.Refused, what, why, remedy ?? "Look at the cluster's events, mend the cause, and retry.");
    }
}
