using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Portal.Core.Kubernetes;

/// <summary>
/// Opens the portal's connections to addresses that people gave. Resolves first, checks every answer, and connects to
/// what was checked: a name that resolves to another address a moment later (DNS rebinding) gains nothing.
/// </summary>
public sealed class EgressGuard
{
    private readonly bool _allowLoopback;
    private readonly IPNetwork[] _denied;
    private readonly IPNetwork[] _allowed;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    public EgressGuard(IOptions<EgressOptions> options)
        : this(options, Dns.GetHostAddressesAsync)
    {
    }

    internal EgressGuard(IOptions<EgressOptions> options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _allowLoopback = options.Value.AllowLoopback;
        _denied = [.. options.Value.DenyNetworks.Select(IPNetwork.Parse)];
        _allowed = [.. options.Value.AllowNetworks.Select(IPNetwork.Parse)];
        _resolve = resolve;
    }

    /// <summary>Why the address is refused, or null when it may be connected to.</summary>
    public string? FindRefusal(IPAddress address)
    {
        var plain = EgressPolicy.Unwrap(address);
        if (_denied.Any(network => network.Contains(plain)))
        {
            return $"this installation refuses it ({EgressOptions.Section}:{nameof(EgressOptions.DenyNetworks)})";
        }

        return _allowed.Any(network => network.Contains(plain)) ? null : EgressPolicy.FindRefusal(plain, _allowLoopback);
    }

    /// <summary>Resolves the host to addresses that were all checked. Throws <see cref="EgressDeniedException"/> or <see cref="SocketException"/>.</summary>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (EgressPolicy.IsMetadataName(host))
        {
            throw new EgressDeniedException(host, "it is the name of a cloud's metadata service");
        }

        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await _resolve(host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        foreach (var address in addresses)
        {
            if (FindRefusal(address) is { } reason)
            {
                throw new EgressDeniedException(host, $"{address} is refused, as {reason}");
            }
        }

        return addresses;
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);

    /// <summary>Connects to an address of the host that was checked. Throws as <see cref="ResolveAsync"/> does.</summary>
    internal async Task<NetworkStream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A handler that connects through this guard: no redirects, no cookies, no proxy from the environment.</summary>
    public SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler();
        Configure(handler);
        return handler;
    }

    internal void Configure(SocketsHttpHandler handler)
    {
        handler.ConnectCallback = ConnectAsync;
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.UseProxy = false;
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        // Longer than the pause between two looks at a cluster: a new connection costs more than the look.
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(100);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(10);
        handler.MaxResponseHeadersLength = 64;
    }
}
