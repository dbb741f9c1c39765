using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Edge;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;

namespace Portal.Jobs.Components.Edge;

/// <summary>Deletes the node, forgets its command, and says what is left to do on the machine: the portal has no way there.</summary>
internal sealed class EdgeDeleteStep(IClusterConnections connections, IDbContextFactory<PortalDbContext> contexts) : IOperationStep
{
    private const string Reset = "sudo keadm reset edge";

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var about = context.Read<EdgeOperation>();
        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        await EdgeNode.AskAsync(about, async () =>
        {
            if (await EdgeNode.FindAsync(cluster, about, cancellationToken) is { } node)
            {
                await OptionalRead.FindAsync(() => cluster.CoreV1.DeleteNodeAsync(
                    about.Node, new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = node.Metadata.Uid } }, cancellationToken: cancellationToken));
            }

            return true;
        });
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.EdgeJoins.Where(join => join.ClusterId == context.ClusterId && join.NodeName == about.Node).ExecuteDeleteAsync(cancellationToken);
        context.Info($"On the machine itself, KubeEdge is removed with: {Reset}");
        await context.SaveResultAsync(new { HostCommand = Reset }, cancellationToken);
        await context.ReportAsync($"Node {about.Node} is removed; on the machine run: {Reset}", cancellationToken);
    }
}
