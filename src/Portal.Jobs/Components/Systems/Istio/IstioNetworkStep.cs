namespace Portal.Jobs.Components.Systems.Istio;

/// <summary>Tells Istio which network a cluster's pods are in, and on a remote which cluster leads it.</summary>
internal sealed class IstioNetworkStep : ISystemStep
{
    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        await IstioHome.EnsureAsync(context, cancellationToken);
        context.Operation.Info($"{IstioHome.Namespace} of {context.Here.ClusterName} is in the network {context.Here.Network}");
    }

    public Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken) => IstioHome.LeaveAsync(context, labelled: true, cancellationToken);
}
