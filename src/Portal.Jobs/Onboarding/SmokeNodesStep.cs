using Portal.Core.Onboarding;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Clusters.Health;

namespace Portal.Jobs.Onboarding;

/// <summary>Every node is ready, and there are not more than the policy allows.</summary>
internal sealed class SmokeNodesStep(HealthCheck health) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var seen = (await health.RunFirstAsync(context.ClusterId, context.ClusterName, cancellationToken)).Observation;
        if (seen.Totals is not { } totals)
        {
            throw ProblemException.Unavailable(
                $"The nodes of cluster {context.ClusterName} could not be read", seen.Reason, "Look at the cluster's API server, then try the smoke test again.");
        }

        if (context.Read<SmokeTest>().MaxNodes is { } most && totals.Nodes > most)
        {
            throw ProblemException.Refused(
                $"Cluster {context.ClusterName} has {totals.Nodes} nodes",
                $"The onboarding policy allows {most}.",
                "Take nodes out of the cluster, then try the smoke test again.");
        }

        if (totals.Nodes == 0 || totals.Ready < totals.Nodes)
        {
            throw ProblemException.Unavailable(
                $"{totals.Ready} of {totals.Nodes} nodes of cluster {context.ClusterName} are ready",
                "A cluster is handed over when all of its nodes are.",
                "Look at the nodes that are not ready, then try the smoke test again.");
        }

        await context.ReportAsync($"{totals.Ready} of {totals.Nodes} nodes ready", cancellationToken);
    }
}
