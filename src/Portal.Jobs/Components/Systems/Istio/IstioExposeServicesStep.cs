namespace Portal.Jobs.Components.Systems.Istio;

/// <summary>
/// Opens the services of the mesh to its other networks. Once, on the primary: istiod reads it there for the gateways of
/// all clusters that it leads.
/// </summary>
internal sealed class IstioExposeServicesStep : ISystemStep
{
    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken) =>
        await (await context.OpenAsync(context.Here, cancellationToken)).KeepOwnAsync(
            IstioGateways.ForServices(), "Remove it where it is left from another installation of the mesh, and retry.", cancellationToken);

    public async Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken) =>
        await (await context.OpenAsync(context.Here, cancellationToken)).RemoveAsync(
            IstioGateways.ApiVersion, "Gateway", IstioHome.Namespace, IstioGateways.ServicesGateway, cancellationToken);
}
