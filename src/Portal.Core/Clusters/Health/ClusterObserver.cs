using k8s;
using k8s.Models;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Clusters.Health;

/// <summary>Looks at a cluster. Never throws for what the cluster does; only for cancellation by the caller.</summary>
public sealed class ClusterObserver(IClusterConnections connections, TimeProvider clock)
{
    /// <param name="name">As people know the cluster, for what is said of it.</param>
    /// <param name="full">Reads version and running pods too.</param>
    /// <param name="timeout">For readiness and nodes together.</param>
    /// <param name="fullTimeout">For the rest.</param>
    public async Task<ClusterObservation> ObserveAsync(
        Guid clusterId, string name, bool full, TimeSpan timeout, TimeSpan fullTimeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var answered = false;
        try
        {
            var client = await connections.ConnectAsync(clusterId, either.Token);
            var start = clock.GetTimestamp();
            var notReady = await ReadinessProbe.AskAsync(client, either.Token);
            answered = true;
            var latency = (int)clock.GetElapsedTime(start).TotalMilliseconds;
            List<V1Node> raw = [];
            var nodes = await NodeReader.ReadNodesAsync(client, raw, either.Token);
            var totals = NodeReader.Sum(raw, nodes);
            var reason = notReady ?? NotReadyNodes(totals);
            var observation = new ClusterObservation(reason.Length == 0 ? ClusterState.Healthy : ClusterState.Degraded, reason)
            {
                Latency = latency,
                Totals = totals,
            };
            return full ? await ReadRestAsync(client, observation, nodes, notReady, fullTimeout, cancellationToken) : observation;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return answered
                ? new ClusterObservation(ClusterState.Degraded, $"It is reached, but did not list its nodes within {timeout.TotalSeconds:0.#} seconds.")
                : ClusterObservation.Unreachable($"It did not answer within {timeout.TotalSeconds:0.#} seconds.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var problem = KubernetesFaults.Describe(exception, name).Problem;
            return answered || KubernetesFaults.StatusOf(exception) is not null
                ? new ClusterObservation(ClusterState.Degraded, $"{problem.What}. {problem.Why}")
                : ClusterObservation.Unreachable(problem.Why.Length > 0 ? problem.Why : problem.What);
        }
    }

    private async Task<ClusterObservation> ReadRestAsync(
        IKubernetes client, ClusterObservation seen, List<ClusterNode> nodes, string? notReady, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var version = await client.Version.GetCodeAsync(either.Token);
            var (total, pods, rows) = await NodeReader.AddRequestsAsync(client, nodes, either.Token);
            return seen with
            {
                Version = version.GitVersion,
                Figures = new ClusterFigures(total.Cpu, total.Memory, pods, rows, Conditions(seen, notReady)),
            };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && (exception is OperationCanceledException or ProblemException || KubernetesFaults.IsFault(exception)))
        {
            // Known figures stay as they were, with their age; readiness has been seen.
            return seen;
        }
    }

    private ClusterCondition[] Conditions(ClusterObservation seen, string? notReady)
    {
        var now = clock.GetUtcNow();
        var allReady = seen.Totals is { } totals && totals.Nodes == totals.Ready;
        return
        [
            new ClusterCondition("ApiServerReady", notReady is null ? "True" : "False", notReady is null ? "Ready" : "NotReady", notReady ?? "", now),
            new ClusterCondition("NodesReady", allReady ? "True" : "False", allReady ? "AllReady" : "SomeNotReady", allReady ? "" : seen.Reason, now),
        ];
    }

    private static string NotReadyNodes(NodeTotals totals) => (totals.Nodes - totals.Ready) switch
    {
        0 => "",
        1 => $"1 of {totals.Nodes} nodes is not ready.",
        var count => $"{count} of {totals.Nodes} nodes are not ready.",
    };
}
