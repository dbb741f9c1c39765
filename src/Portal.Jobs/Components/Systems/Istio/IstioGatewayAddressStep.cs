using Portal.Core.Components.Catalog;

namespace Portal.Jobs.Components.Systems.Istio;

/// <summary>Awaits where remotes reach the primary's control plane, and follows it.</summary>
internal sealed class IstioGatewayAddressStep : ISystemStep
{
    /// <summary>As the chart's values name it.</summary>
    public const string Gateway = "istio-eastwestgateway";

    public const string Address = "address";

    /// <summary>Where istiod answers; remotes take no other.</summary>
    private const string Port = "tls-istiod";

    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        var address = await ServiceAddress.AwaitAsync(here, IstioHome.Namespace, Gateway, Port, needsOwnPort: true, cancellationToken);
        await context.SaveOutputAsync(SystemSteps.IstioGatewayAddress, Address, address.Host, cancellationToken);
        context.Operation.Info($"Remotes reach the control plane of {context.Here.ClusterName} at {address.Host}");
    }

    /// <summary>What it left goes with the system.</summary>
    public Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
