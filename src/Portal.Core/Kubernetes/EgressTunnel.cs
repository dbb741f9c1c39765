using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Portal.Core.Kubernetes;

/// <summary>
/// A loopback proxy (HTTP CONNECT) for one child process and one API server. The child resolves no name: each of its
/// connections is resolved, checked and made here, through <see cref="EgressGuard"/>, and TLS stays between the child and
/// the API server. Who does not know the password in <see cref="Address"/>, or asks for another host, is refused.
/// </summary>
/// <remarks>
/// The child is told of it by HTTPS_PROXY: over a proxy of a kubeconfig Go shares no connections, and makes one for each object
/// of a chart.
/// </remarks>
public sealed class EgressTunnel : IAsyncDisposable
{
    // Programs that share no connections open one for each object that they look at, and keep it.
    private const int MostConnections = 2048;

    /// <summary>Go takes no proxy of its environment to an address of its own machine: it is told this name for it.</summary>
    private const string OwnMachine = "this-machine.kurator-portal.invalid";
    private const int Backlog = 128;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(5);

    private readonly EgressGuard _egress;
    private readonly TimeProvider _clock;
    private readonly Uri _server;
    private readonly string _password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _places = new(MostConnections);
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Task _accepting;
    private volatile Exception? _fault;

    private EgressTunnel(EgressGuard egress, Uri server, TimeProvider clock)
    {
        _egress = egress;
        _clock = clock;
        _server = server;
        Host = IsOwnMachine(server) ? OwnMachine : server.IdnHost;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(Backlog);
        Address = new Uri($"http://portal:{_password}@127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>For HTTPS_PROXY of the child. Holds the password: it goes into the child's environment and nowhere else.</summary>
    public Uri Address { get; }

    /// <summary>The host that the child asks for: the server's, or a name that stands for it.</summary>
    public string Host { get; }

    /// <summary>Why the last connection could not be made; null when it could, or none was asked for.</summary>
    public Exception? Fault => _fault;

    /// <summary>Listens until it is disposed. <paramref name="server"/> is the only host and port that it connects to.</summary>
    public static EgressTunnel Open(EgressGuard egress, Uri server, TimeProvider clock) => new(egress, server, clock);

    /// <summary>Cuts what is still connected.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stop.Dispose();
        _places.Dispose();
    }

    /// <summary>As Go decides it: by what is written, without asking for a name.</summary>
    private static bool IsOwnMachine(Uri server) => string.Equals(server.IdnHost, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(server.IdnHost, out var address) && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _places.WaitAsync(_stop.Token);
                var serving = ServeAsync(await _listener.AcceptAsync(_stop.Token));
                _connections.TryAdd(serving, true);
                _ = serving.ContinueWith(ended => _connections.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed, or the machine has no sockets left: the child is told that nobody listens.
            _listener.Dispose();
        }
    }

    private async Task ServeAsync(Socket accepted)
    {
        await using var child = new NetworkStream(accepted, ownsSocket: true);
        try
        {
            accepted.NoDelay = true;
            if (await AnswerAsync(child) is { } server)
            {
                await using (server)
                {
                    await TunnelRelay.RunAsync(child, server, _stop.Token);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side went away, or the call is over.
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>The connection to the API server, or null when the child was refused.</summary>
    private async Task<NetworkStream?> AnswerAsync(NetworkStream child)
    {
        using var limit = new CancellationTokenSource(RequestLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        var request = await TunnelRequest.ReadAsync(child, either.Token);
        var refusal = request is null ? "400 Bad Request"
            : !request.Knows(_password) ? "407 Proxy Authentication Required"
            : !request.IsFor(Host, _server.Port) ? "403 Forbidden"
            : null;
        var server = refusal is null ? await ConnectAsync() : null;
        refusal ??= server is null ? "502 Bad Gateway" : null;
        await child.WriteAsync(TunnelRequest.Answer(refusal ?? "200 Connection Established"), _stop.Token);
        return server;
    }

    private async Task<NetworkStream?> ConnectAsync()
    {
        using var limit = new CancellationTokenSource(ConnectLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            var stream = await _egress.ConnectAsync(_server.IdnHost, _server.Port, either.Token);
            _fault = null;
            return stream;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            _fault = new TimeoutException($"No connection within {ConnectLimit.TotalSeconds} s.");
        }
        catch (Exception exception) when (exception is EgressDeniedException or SocketException)
        {
            _fault = exception;
        }

        return null;
    }
}
