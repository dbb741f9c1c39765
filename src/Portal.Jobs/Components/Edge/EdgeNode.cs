using System.Net;
using k8s;
using k8s.Models;
using Portal.Core.Components.Edge;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Edge;

/// <summary>The node that a removal is about, as the cluster has it now.</summary>
internal static class EdgeNode
{
    /// <summary>Null when it is gone. Conflict for a node that is none of KubeEdge's: those are never touched here.</summary>
    public static async Task<V1Node?> FindAsync(IKubernetes cluster, EdgeOperation about, CancellationToken cancellationToken)
    {
        var node = await OptionalRead.FindAsync(() => cluster.CoreV1.ReadNodeAsync(about.Node, cancellationToken: cancellationToken));
        return node is null || node.Metadata.Labels?.ContainsKey(CloudCore.EdgeLabel) == true ? node : throw ProblemException.Conflict(
            $"Node {about.Node} of {about.Cluster} is not removed", "It is no edge node.", "Remove it with the tool that manages it.");
    }

    /// <summary>True when its edgecore reports: what it is told, it does.</summary>
    public static bool Answers(V1Node node) =>
        node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;

    /// <summary>Puts what the cluster refuses into words: for a member that joined before the portal asked for these rights, how to renew them.</summary>
    public static async Task<T> AskAsync<T>(EdgeOperation about, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.Forbidden))
        {
            throw ProblemException.Refused(
                $"The portal may not remove nodes of {about.Cluster}", "The cluster joined before the portal asked for the rights that this needs.",
                "Join the cluster again to renew the portal's rights, and retry.", error);
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error) && error is not ProblemException)
        {
            throw KubernetesFaults.Describe(error, about.Cluster);
        }
    }
}
