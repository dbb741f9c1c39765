using System.Net.Sockets;

namespace Portal.Core.Kubernetes;

/// <summary>Carries bytes both ways until both sides have ended, or one has failed.</summary>
internal static class TunnelRelay
{
    private const int BufferBytes = 32 * 1024;

    public static async Task RunAsync(NetworkStream one, NetworkStream other, CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(CarryAsync(one, other, failed), CarryAsync(other, one, failed));
    }

    private static async Task CarryAsync(NetworkStream from, NetworkStream to, CancellationTokenSource failed)
    {
        try
        {
            await from.CopyToAsync(to, BufferBytes, failed.Token);

            // The other direction may still have something to say.
            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }
}
