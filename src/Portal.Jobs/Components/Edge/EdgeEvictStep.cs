using System.Net;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Edge;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Edge;

/// <summary>
/// Evicts the node's pods, within their disruption budgets and within a bound; those of DaemonSets stay. A node that does
/// not answer ends nothing: its pods are marked, and nobody can say that they have ended.
/// </summary>
internal sealed class EdgeEvictStep(IClusterConnections connections, IOptions<ComponentsOptions> options, TimeProvider clock) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var about = context.Read<EdgeOperation>();
        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        var start = clock.GetTimestamp();
        var evicted = new HashSet<string>();
        var told = "";
        while (true)
        {
            var (node, left, blocked) = await EdgeNode.AskAsync(about, () => EvictAsync(cluster, about, evicted, cancellationToken));
            if (node is null)
            {
                context.Skip("The node is gone already");
                return;
            }

            var words = Words(evicted.Count, left, blocked);
            if (left.Count == 0 || (blocked.Count == 0 && !EdgeNode.Answers(node)))
            {
                if (left.Count > 0)
                {
                    context.Warn($"The node does not answer: whether these have ended there nobody can say: {string.Join(", ", left)}");
                    words = $"{left.Count} pods cannot be confirmed ended, as the node does not answer";
                    await context.SaveResultAsync(new { Unconfirmed = left }, cancellationToken);
                }

                await context.ReportAsync(words, cancellationToken);
                return;
            }

            if (words != told)
            {
                await context.ReportAsync(words, cancellationToken);
                told = words;
            }

            if (clock.GetElapsedTime(start) > options.Value.DrainTimeout)
            {
                throw Stuck(about, left, blocked);
            }

            await Task.Delay(options.Value.ReadyPollInterval, clock, cancellationToken);
        }
    }

    private static string Words(int evicted, List<string> left, List<string> blocked) => blocked.Count > 0
        ? $"{blocked.Count} pods are kept by their disruption budgets: {string.Join(", ", blocked.Take(5))}"
        : left.Count > 0 ? $"Waiting for {left.Count} pods to end"
        : $"{evicted} pods were evicted";

    private static async Task<(V1Node? Node, List<string> Left, List<string> Blocked)> EvictAsync(
        IKubernetes cluster, EdgeOperation about, HashSet<string> evicted, CancellationToken cancellationToken)
    {
        List<string> left = [], blocked = [];
        if (await EdgeNode.FindAsync(cluster, about, cancellationToken) is not { } node)
        {
            return (null, left, blocked);
        }

        var pods = await cluster.CoreV1.ListPodForAllNamespacesAsync(fieldSelector: $"spec.nodeName={about.Node}", limit: 500, cancellationToken: cancellationToken);
        foreach (var pod in pods.Items.Where(Moves))
        {
            var name = $"{pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}";
            left.Add(name);
            if (pod.Metadata.DeletionTimestamp is null && !await TryAsync(cluster, pod, cancellationToken))
            {
                blocked.Add(name);
                continue;
            }

            evicted.Add(name);
        }

        return (node, left, blocked);
    }

    /// <summary>A DaemonSet would make its pod anew, a mirror stands for a file on the node, and what has ended needs no eviction.</summary>
    private static bool Moves(V1Pod pod) =>
        pod.Metadata.OwnerReferences?.Any(owner => owner is { Kind: "DaemonSet", Controller: true }) != true
        && pod.Metadata.Annotations?.ContainsKey("kubernetes.io/config.mirror") != true
        && pod.Status?.Phase is not ("Succeeded" or "Failed");

    /// <summary>False when a disruption budget keeps it.</summary>
    private static async Task<bool> TryAsync(IKubernetes cluster, V1Pod pod, CancellationToken cancellationToken)
    {
        var (name, space) = (pod.Metadata.Name, pod.Metadata.NamespaceProperty);
        try
        {
            await cluster.CoreV1.CreateNamespacedPodEvictionAsync(
                new V1Eviction
                {
                    ApiVersion = "policy/v1",
                    Kind = "Eviction",
                    Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = space },
                    DeleteOptions = new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = pod.Metadata.Uid } },
                },
                name, space, cancellationToken: cancellationToken);
            return true;
        }
        catch (Exception error) when (KubernetesFaults.StatusOf(error) is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            return true;
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.TooManyRequests))
        {
            return false;
        }
    }

    private static ProblemException Stuck(EdgeOperation about, List<string> left, List<string> blocked) => blocked.Count > 0
        ? ProblemException.Refused(
            $"Node {about.Node} cannot be drained", $"Disruption budgets keep {string.Join(", ", blocked.Take(10))}.",
            "Let their workloads run elsewhere first, or loosen the budgets; then retry.")
        : ProblemException.Refused(
            $"Node {about.Node} cannot be drained", $"These pods do not end: {string.Join(", ", left.Take(10))}.",
            "Look at the pods and at the node, and retry.");
}
