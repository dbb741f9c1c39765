using k8s;
using Portal.Core.Clusters;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Pods;

/// <summary>Asks a member for the pods of a workload, what happened to them, and their logs; within a deadline.</summary>
internal sealed class MemberPods(IClusterConnections connections, TimeProvider clock)
{
    /// <summary>As many pods are shown.</summary>
    public const int Most = 100;

    private const int MostEvents = 500;
    private const int ShownEvents = 50;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Null when the workload is not there.</summary>
    public Task<WorkloadPods?> LookAsync(WorkloadPlace place, string cluster, ClusterIdentity? person, CancellationToken cancellationToken) =>
        AskAsync<WorkloadPods?>(place, cluster, person, async (client, token) =>
        {
            if (await SelectorAsync(client, place, token) is not { } selector)
            {
                return null;
            }

            var pods = await client.CoreV1.ListNamespacedPodAsync(
                place.Namespace, labelSelector: selector.Labels, fieldSelector: selector.Fields, limit: Most, cancellationToken: token);
            var views = pods.Items.Select(PodStates.Of).OrderBy(pod => pod.Ready).ThenByDescending(pod => pod.Restarts)
                .ThenBy(pod => pod.Name, StringComparer.Ordinal).ToList();
            return new WorkloadPods(views, !string.IsNullOrEmpty(pods.Metadata?.ContinueProperty), await EventsAsync(client, place, views, token));
        }, cancellationToken);

    /// <summary>Null when the workload is not there, or the pod is not of it.</summary>
    public Task<ContainerLog?> ReadLogAsync(WorkloadPlace place, ContainerRequest request, string cluster, ClusterIdentity? person, CancellationToken cancellationToken) =>
        AskAsync<ContainerLog?>(place, cluster, person, async (client, token) =>
        {
            if (await SelectorAsync(client, place, token) is not { } selector)
            {
                return null;
            }

            var own = await client.CoreV1.ListNamespacedPodAsync(
                place.Namespace, labelSelector: selector.Labels, fieldSelector: $"metadata.name={request.Pod}", limit: 1, cancellationToken: token);
            if (own.Items.FirstOrDefault() is not { } pod || (selector.Fields is not null && request.Pod != place.Name))
            {
                return null;
            }

            var container = request.Container.Length > 0 ? request.Container : pod.Spec.Containers[0].Name;
            await using var log = await client.CoreV1.ReadNamespacedPodLogAsync(
                request.Pod, place.Namespace, container, previous: request.Previous, tailLines: LogTail.Lines, cancellationToken: token);
            var (lines, cut) = await LogTail.ReadAsync(log, token);
            return new ContainerLog(request.Pod, container, request.Previous, lines, cut);
        }, cancellationToken);

    private static async Task<(string? Labels, string? Fields)?> SelectorAsync(IKubernetes client, WorkloadPlace place, CancellationToken cancellationToken)
    {
        var (name, space) = (place.Name, place.Namespace);
        var selector = place.Kind switch
        {
            "Deployment" => (await OptionalRead.FindAsync(() => client.AppsV1.ReadNamespacedDeploymentAsync(name, space, cancellationToken: cancellationToken)))?.Spec.Selector,
            "StatefulSet" => (await OptionalRead.FindAsync(() => client.AppsV1.ReadNamespacedStatefulSetAsync(name, space, cancellationToken: cancellationToken)))?.Spec.Selector,
            "DaemonSet" => (await OptionalRead.FindAsync(() => client.AppsV1.ReadNamespacedDaemonSetAsync(name, space, cancellationToken: cancellationToken)))?.Spec.Selector,
            "Job" => (await OptionalRead.FindAsync(() => client.BatchV1.ReadNamespacedJobAsync(name, space, cancellationToken: cancellationToken)))?.Spec.Selector,
            _ => null,
        };
        return place.Kind == "Pod" ? (null, $"metadata.name={name}") : selector is null ? null : (PodSelector.Of(selector), null);
    }

    /// <summary>About the workload, what it makes by its own name, and its pods.</summary>
    private static async Task<IReadOnlyList<MemberEvent>> EventsAsync(
        IKubernetes client, WorkloadPlace place, IEnumerable<PodView> pods, CancellationToken cancellationToken)
    {
        var names = pods.Select(pod => $"Pod/{pod.Name}").Append($"{place.Kind}/{place.Name}").ToHashSet();
        var events = await client.CoreV1.ListNamespacedEventAsync(place.Namespace, limit: MostEvents, cancellationToken: cancellationToken);
        return
        [
            .. events.Items.Select(MemberEvent.Of)
                .Where(one => names.Contains(one.Regarding) || one.Regarding.StartsWith($"ReplicaSet/{place.Name}-", StringComparison.Ordinal))
                .OrderByDescending(one => one.LastSeen).Take(ShownEvents),
        ];
    }

    private async Task<T> AskAsync<T>(WorkloadPlace place, string cluster, ClusterIdentity? person, Func<IKubernetes, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var client = await connections.ConnectAsync(place.ClusterId, either.Token);
            using var call = person is null ? null : ClusterCall.As(person);
            return await ask(client, either.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw ProblemException.Unavailable($"Cluster {cluster} did not tell of {place.Label}", $"It did not answer within {Deadline.TotalSeconds:0} seconds.",
                "Try again; if it goes on, look at the cluster's health.", error);
        }
        catch (Exception error) when (error is not ProblemException && KubernetesFaults.IsFault(error))
        {
            throw KubernetesFaults.Describe(error, cluster);
        }
    }
}
