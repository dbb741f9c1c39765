using k8s;
using k8s.Models;
using Portal.Core.Clusters;
using Portal.Core.Components.Edge;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;

namespace Portal.Jobs.Components.Edge;

/// <summary>Keeps new pods from the node.</summary>
internal sealed class EdgeCordonStep(IClusterConnections connections) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var about = context.Read<EdgeOperation>();
        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        await EdgeNode.AskAsync(about, async () =>
        {
            if (await EdgeNode.FindAsync(cluster, about, cancellationToken) is null)
            {
                context.Skip("The node is gone already");
                return false;
            }

            await cluster.CoreV1.PatchNodeAsync(
                new V1Patch("""{"spec":{"unschedulable":true}}""", V1Patch.PatchType.MergePatch), about.Node,
                fieldManager: MemberAccount.FieldManager, cancellationToken: cancellationToken);
            await context.ReportAsync($"Node {about.Node} takes no new pods", cancellationToken);
            return true;
        });
    }
}
