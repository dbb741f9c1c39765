using System.Text.Json.Nodes;

namespace Portal.Jobs.Components.Systems.Istio;

/// <summary>The namespace that a mesh lives in, as Istio reads it.</summary>
internal static class IstioHome
{
    public const string Namespace = "istio-system";

    private const string NetworkLabel = "topology.istio.io/network";

    private const string LeadersAnnotation = "topology.istio.io/controlPlaneClusters";

    /// <summary>What istiod itself leaves there.</summary>
    private static readonly string[] OfIstiod =
        ["configmaps/istio-ca-root-cert", "configmaps/istio-leader", "configmaps/istio-namespace-controller-election", "configmaps/istio-gateway-status-leader"];

    /// <summary>There, with the cluster's network on it and, on a remote, with the name of the primary that leads it.</summary>
    public static async Task EnsureAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        var labels = context.Here.Network.Length > 0 ? new JsonObject { [NetworkLabel] = context.Here.Network } : null;
        var leaders = context.In(IstioRoles.Primary).Select(primary => primary.ClusterName);
        var annotations = context.Here.Role == IstioRoles.Remote ? new JsonObject { [LeadersAnnotation] = string.Join(',', leaders) } : null;
        await SystemNamespace.EnsureAsync(here, context.SystemId, Namespace, cancellationToken, labels, annotations);
    }

    /// <param name="context">Of the step.</param>
    /// <param name="labelled">True to take the network and the leader's name back as well.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public static async Task LeaveAsync(SystemStepContext context, bool labelled, CancellationToken cancellationToken) => await SystemNamespace.LeaveAsync(
        await context.OpenAsync(context.Here, cancellationToken), context.SystemId, Namespace, cancellationToken, OfIstiod, labelled);
}
