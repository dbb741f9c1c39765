using System.Net;
using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Submariner;

/// <summary>
/// Chooses the nodes that carry a member's tunnels and labels them before the operator looks for them, and says which
/// addresses the member uses: clusterCidr, serviceCidr and, where clusters may share addresses, globalCidr.
/// </summary>
internal sealed class SubmarinerGatewayNodesStep : ISystemStep
{
    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        await LabelAsync(context, here, cancellationToken);
        var ranges = await ClusterRanges.ReadAsync(context, here, cancellationToken);
        var global = context.Flag("globalnet") ? await GlobalRanges.ForAsync(context, ranges, cancellationToken) : "";
        await SaveAsync(context, "clusterCidr", ranges.Pods.ToString(), cancellationToken);
        await SaveAsync(context, "serviceCidr", ranges.Services.ToString(), cancellationToken);
        await SaveAsync(context, "globalCidr", global, cancellationToken);
        context.Operation.Info($"Pods {ranges.Pods}, services {ranges.Services}{(global.Length > 0 ? $", for the other clusters {global}" : "")}");
    }

    public async Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        foreach (var node in await here.ListAsync("v1", "Node", null, cancellationToken))
        {
            await ReleaseAsync(context, here, node, cancellationToken);
        }
    }

    private static async Task LabelAsync(SystemStepContext context, SystemCluster here, CancellationToken cancellationToken)
    {
        var chosen = GatewayNodes.Choose(
            await ClusterNodes.ListUsableAsync(here, cancellationToken), context.TextsFor("gatewayNodes", context.Here.ClusterName), context.Here.ClusterName);
        var nodes = (await here.ListAsync("v1", "Node", null, cancellationToken)).ToDictionary(ClusterNodes.Name);
        foreach (var name in chosen)
        {
            // A label of somebody else is as good, and stays theirs.
            if (!nodes.TryGetValue(name, out var node) || !GatewayNodes.IsGateway(node) || GatewayNodes.IsOf(node, context.SystemId))
            {
                await SetAsync(context, here, name, cancellationToken);
            }
        }

        // What was chosen before and is not any more. A node that is down for a while keeps its label.
        foreach (var (_, node) in nodes.Where(pair => !chosen.Contains(pair.Key) && ClusterNodes.IsUsable(pair.Value)))
        {
            await ReleaseAsync(context, here, node, cancellationToken);
        }

        context.Operation.Info($"Gateways of {context.Here.ClusterName}: {string.Join(", ", chosen)}");
    }

    private static async Task SetAsync(SystemStepContext context, SystemCluster here, string node, CancellationToken cancellationToken)
    {
        try
        {
            await here.SetFieldsAsync(GatewayNodes.Content(node, context.SystemId), cancellationToken);
        }
        catch (ProblemException refused) when (KubernetesFaults.IsStatus(refused, HttpStatusCode.Forbidden))
        {
            throw ProblemException.Refused($"No gateway can be chosen in {context.Here.ClusterName}",
                $"The portal may not label its nodes: the cluster joined before the portal asked for that right.",
                $"Join the cluster again, or label the node there (kubectl label node {node} {GatewayNodes.Label}=true), and retry.", refused);
        }
    }

    private static async Task ReleaseAsync(SystemStepContext context, SystemCluster here, JsonObject node, CancellationToken cancellationToken)
    {
        if (GatewayNodes.IsOf(node, context.SystemId))
        {
            await here.ReleaseFieldsAsync("v1", "Node", null, ClusterNodes.Name(node), cancellationToken);
        }
    }

    private static Task SaveAsync(SystemStepContext context, string name, string text, CancellationToken cancellationToken) =>
        context.SaveOutputAsync(SystemSteps.SubmarinerGatewayNodes, name, text, cancellationToken);
}
