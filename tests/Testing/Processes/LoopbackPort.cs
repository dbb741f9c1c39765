using System.Net;
using System.Net.Sockets;

namespace Portal.Testing.Processes;

/// <summary>Ports of the loopback device.</summary>
public static class LoopbackPort
{
    /// <summary>One on which nothing listened a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
