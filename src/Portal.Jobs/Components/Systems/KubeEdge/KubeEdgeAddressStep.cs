using System.Text.Json.Nodes;
using k8s.Autorest;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Edge;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.KubeEdge;

/// <summary>
/// Finds the address of cloudcore that edge nodes reach, before cloudcore is installed: its certificate is for that address.
/// Where a load balancer gives it, the Service for that is made first, in the namespace that cloudcore comes to.
/// </summary>
internal sealed class KubeEdgeAddressStep : ISystemStep
{
    public const string Output = "address";

    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var address = await FindAsync(context, cancellationToken);
            await context.SaveOutputAsync(SystemSteps.KubeEdgeAddress, Output, address, cancellationToken);
            await context.Operation.ReportAsync($"Edge nodes reach cloudcore at {address}", cancellationToken);
        }
        catch (HttpOperationException error)
        {
            throw KubernetesFaults.Describe(error, context.Here.ClusterName);
        }
    }

    /// <summary>The Service goes where the portal has made it; the namespace is cloudcore's.</summary>
    public async Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var writer = await context.WriteAsync(context.Here, cancellationToken);
            if (await writer.DeleteAsync("v1", "Service", CloudCore.Namespace, CloudCore.LoadBalancer, Ownership.IsOurs, cancellationToken))
            {
                context.Operation.Info($"Removed: Service {CloudCore.Namespace}/{CloudCore.LoadBalancer}");
            }
        }
        catch (HttpOperationException error)
        {
            throw KubernetesFaults.Describe(error, context.Here.ClusterName);
        }
    }

    private static async Task<string> FindAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        if ((string?)context.Settings["address"] is { Length: > 0 } given)
        {
            return given;
        }

        return (string?)context.Settings["exposure"] == "loadBalancer"
            ? await BalanceAsync(context, cancellationToken)
            : await ClusterNodes.FindAddressAsync(await context.OpenAsync(context.Here, cancellationToken), cancellationToken)
                ?? throw ProblemException.Unavailable(
                    $"cloudcore on {context.Here.ClusterName} has no address", "No node of the cluster is ready.", "Set the address that edge nodes reach.");
    }

    private static async Task<string> BalanceAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var writer = await context.WriteAsync(context.Here, cancellationToken);
        await writer.ApplyAsync(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = CloudCore.Namespace },
        }, cancellationToken);
        var service = await writer.ApplyAsync(Service(), cancellationToken);
        return ServiceAddress.Outside(service) ?? throw ProblemException.Unavailable(
            $"cloudcore on {context.Here.ClusterName} has no address", $"The load balancer of Service {CloudCore.LoadBalancer} has none yet.",
            "Wait for the load balancer, or set the address where the cluster has none.");
    }

    private static JsonObject Service() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = CloudCore.LoadBalancer, ["namespace"] = CloudCore.Namespace },
        ["spec"] = new JsonObject
        {
            ["type"] = "LoadBalancer",
            ["selector"] = new JsonObject { ["k8s-app"] = "kubeedge", ["kubeedge"] = "cloudcore" },
            // Logs and exec come back through the tunnel.
            ["ports"] = new JsonArray(Port("cloudhub", CloudCore.Hub), Port("cloudhub-https", CloudCore.Certificates), Port("tunnelport", CloudCore.Tunnel)),
        },
    };

    private static JsonObject Port(string name, int port) => new() { ["name"] = name, ["port"] = port, ["targetPort"] = port, ["protocol"] = "TCP" };
}
