using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;

namespace Portal.Jobs.Components.Systems.Thanos;

/// <summary>Leads Thanos on the host to the sidecars of all members, and follows their addresses.</summary>
internal sealed class ThanosSidecarsStep(ComponentCatalog catalog, TimeProvider clock) : ISystemStep
{
    private const string Members = "member";

    /// <summary>Of the chart kube-prometheus-stack, as the catalogue's values name it.</summary>
    private const string SidecarService = "prometheus-thanos-external";

    private const string Remedy = "Rename or delete it where it is left from another installation of Thanos, and retry.";

    private static readonly TimeSpan NameTimeout = TimeSpan.FromSeconds(5);

    private string Home => catalog.Get("thanos").Namespace;

    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        var before = AddressNote.Read(await here.FindAsync("v1", "Service", Home, SidecarSlices.Service, cancellationToken));
        var addresses = await MemberAddresses.ReadAsync(
            context, context.In(Members), catalog.Get("prometheus").Namespace, SidecarService, SidecarSlices.Port, before, cancellationToken);
        var sidecars = new List<(IPAddress, int)>();
        foreach (var (member, address) in addresses.Found)
        {
            var found = await ResolveAsync(address.Host, cancellationToken);
            sidecars.AddRange(found.Select(ip => (ip, address.Port)));
            context.Operation.Info(found.Count > 0
                ? $"The sidecar of {member.ClusterName} is at {address}"
                : $"The sidecar of {member.ClusterName} is at {address}, which does not resolve yet");
        }

        var service = SidecarSlices.HeadlessService(Home);
        AddressNote.Put(service, addresses.Found);
        await WriteAsync(context, here, service, SidecarSlices.Of(Home, sidecars), cancellationToken);
        await addresses.SettleAsync(context, _ => true, cancellationToken);
    }

    public async Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        foreach (var slice in await here.ListAsync(SidecarSlices.ApiVersion, "EndpointSlice", Home, cancellationToken, $"{SystemMark.SystemLabel}={context.SystemId}"))
        {
            await here.RemoveAsync(SidecarSlices.ApiVersion, "EndpointSlice", Home, (string)slice["metadata"]!["name"]!, cancellationToken);
        }

        await here.RemoveAsync("v1", "Service", Home, SidecarSlices.Service, cancellationToken);
        await SystemNamespace.LeaveAsync(here, context.SystemId, Home, cancellationToken);
    }

    private async Task WriteAsync(
        SystemStepContext context, SystemCluster here, JsonObject service, IReadOnlyDictionary<string, JsonObject> slices, CancellationToken cancellationToken)
    {
        await SystemNamespace.EnsureAsync(here, context.SystemId, Home, cancellationToken);
        await here.KeepOwnAsync(service, Remedy, cancellationToken);
        foreach (var slice in slices.Values)
        {
            await here.KeepOwnAsync(slice, Remedy, cancellationToken);
        }

        foreach (var old in (await here.ListAsync(SidecarSlices.ApiVersion, "EndpointSlice", Home, cancellationToken, $"{SystemMark.SystemLabel}={context.SystemId}"))
            .Select(slice => (string)slice["metadata"]!["name"]!).Where(name => !slices.ContainsKey(name)))
        {
            await here.RemoveAsync(SidecarSlices.ApiVersion, "EndpointSlice", Home, old, cancellationToken);
        }
    }

    /// <summary>The addresses behind the name that some clouds give a load balancer; empty while it does not resolve.</summary>
    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return [address];
        }

        using var limit = new CancellationTokenSource(NameTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await Dns.GetHostAddressesAsync(host, either.Token);
        }
        catch (Exception error) when (error is SocketException or ArgumentException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [];
        }
    }
}
