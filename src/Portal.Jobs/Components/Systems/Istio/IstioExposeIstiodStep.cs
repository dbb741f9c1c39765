namespace Portal.Jobs.Components.Systems.Istio;

/// <summary>Opens the primary's control plane to the remotes through its east-west gateway.</summary>
internal sealed class IstioExposeIstiodStep : ISystemStep
{
    private const string Remedy = "Remove it where it is left from another installation of the mesh, and retry.";

    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        await here.KeepOwnAsync(IstioGateways.ForIstiod(), Remedy, cancellationToken);
        await here.KeepOwnAsync(IstioGateways.RoutesToIstiod(), Remedy, cancellationToken);
    }

    public async Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        await here.RemoveAsync(IstioGateways.ApiVersion, "VirtualService", IstioHome.Namespace, IstioGateways.IstiodRoutes, cancellationToken);
        await here.RemoveAsync(IstioGateways.ApiVersion, "Gateway", IstioHome.Namespace, IstioGateways.IstiodGateway, cancellationToken);
    }
}
